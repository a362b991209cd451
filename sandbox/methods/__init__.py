"""The Bot API's methods, one function each: (state, arguments) -> result or Refused."""
