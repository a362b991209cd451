"""Letters that stand in a masked text for what has been read already.

They are private to this package: `clean` drops them from what people send.
"""

DATE = "\ue001"  # a day, or a span named by its end
SPAN = "\ue002"  # a month, week or quarter in which something happened
PAST = "\ue003"  # a time before the one being reported
NOISE = "\ue004"  # a number that counts nothing: a year, a phone, a document
PERCENT = "\ue005"  # a share
LIST = "\ue006"  # 1. or 一、 in front of an item
TIME = DATE + SPAN + PAST
