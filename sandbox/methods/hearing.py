"""Methods by which a bot hears: getUpdates and the webhook."""

import re

from sandbox import wire
from sandbox.arguments import Arguments
from sandbox.links import WrongLink, normal
from sandbox.refusals import bad, conflict
from sandbox.state import State

LONGEST_POLL = 50
SECRET_LIMIT = 256
_HOOKED = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


async def get_updates(state: State, args: Arguments) -> list[wire.Wire]:
    if state.webhook.active:
        raise conflict(_HOOKED)
    _allow(state, args)
    found = await state.updates.poll(
        offset=args.number("offset"),
        limit=min(max(args.number("limit", 100), 1), 100),
        timeout=min(max(args.number("timeout"), 0), LONGEST_POLL),
    )
    return [update.wire() for update in found]


def _allow(state: State, args: Arguments) -> None:
    kinds = args.tree("allowed_updates", "allowed updates")
    if isinstance(kinds, list):
        state.updates.allow(str(kind) for kind in kinds)


async def set_webhook(state: State, args: Arguments) -> bool:
    """Point the webhook; an empty url removes it, as with Telegram."""
    url, secret = args.text("url"), args.text("secret_token")
    if not url:
        return await delete_webhook(state, args)
    try:
        normal(url.replace("//localhost", "//127.0.0.1", 1))  # only this one listens
    except WrongLink:
        raise bad("invalid webhook URL specified") from None
    if len(secret) > SECRET_LIMIT:
        raise bad("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad("secret token contains unallowed characters")
    _allow(state, args)
    if args.flag("drop_pending_updates"):
        state.updates.clear()
    state.updates.interrupt("terminated by setWebhook request")
    state.webhook.point(url, secret, max(1, args.number("max_connections", 40)))
    return True


async def delete_webhook(state: State, args: Arguments) -> bool:
    state.webhook.point("")
    if args.flag("drop_pending_updates"):
        state.updates.clear()
    return True


def get_webhook_info(state: State, _args: Arguments) -> wire.Wire:
    hook = state.webhook.hook
    made: wire.Wire = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates.pending),
    }
    if hook.error:
        made["last_error_date"] = wire.stamp(state.now())
        made["last_error_message"] = hook.error
    if hook.url:
        made["max_connections"] = hook.connections
    if state.updates.allowed:
        made["allowed_updates"] = state.updates.allowed
    return made
