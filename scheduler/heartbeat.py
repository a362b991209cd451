"""The dead-man's switch: somebody outside hears that all is well, or nothing."""

import httpx
import structlog

PATIENCE = 10.0  # seconds
log = structlog.get_logger()


async def ping(url: str) -> bool:
    """Call `url`; return whether it was heard. It never raises.

    The address is a secret, and not logged: whoever has it can say that all is well.
    """
    try:
        async with httpx.AsyncClient(
            timeout=PATIENCE, follow_redirects=False
        ) as client:
            answer = await client.get(url)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        log.warning("heartbeat not heard", why=type(error).__name__)
        return False
    if not answer.is_success:
        log.warning("heartbeat not heard", why=answer.status_code)
        return False
    return True
