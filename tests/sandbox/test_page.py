"""The chat page in a real browser, on the real server, with a small bot over HTTP."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
import pytest_asyncio
from needs import absent
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect

from rules.clock import PlanClock
from sandbox.server import serve
from sandbox.world import World

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

CHROMIUM = Path("/usr/bin/chromium")
QUIET = "--disable-background-networking --disable-component-update --disable-sync"
ZONE = ZoneInfo("Asia/Shanghai")
BEGIN = datetime(2020, 2, 25, 8, 30, tzinfo=ZONE)
NEXT = datetime(2020, 2, 26, 9, 0, tzinfo=ZONE)
WANG, LI, CHEN = 1001, 1002, 1003
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@dataclass
class Bot:
    """Talks to the Bot API as any bot does; `hears` are the updates it confirmed."""

    http: httpx.AsyncClient
    token: str
    answers: Callable[["Bot", dict[str, Any]], Any] | None = None
    hears: list[dict[str, Any]] = field(default_factory=list)

    async def call(self, method: str, **facts: Any) -> Any:
        files: dict[str, tuple[str, bytes, str]] = {
            k: facts.pop(k) for k in ("photo", "document") if k in facts
        }
        ready = {
            k: v if isinstance(v, str) else json.dumps(v) for k, v in facts.items()
        }
        answer = await self.http.post(
            f"/bot{self.token}/{method}", data=ready, files=files or None
        )
        assert answer.json()["ok"], answer.text
        return answer.json()["result"]

    async def says(self, chat: int, html: str, **more: Any) -> int:
        facts = {"chat_id": chat, "text": html, "parse_mode": "HTML", **more}
        sent: int = (await self.call("sendMessage", **facts))["message_id"]
        return sent

    async def listens(self) -> None:
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=20):
                offset = update["update_id"] + 1
                self.hears.append(update)
                if self.answers:
                    await self.answers(self, update)

    async def heard(self, kind: str, holding: str = "") -> dict[str, Any]:
        """Wait for an update of `kind` that has `holding` among its fields or text."""
        async with asyncio.timeout(5):
            while True:
                for update in reversed(self.hears):
                    found: dict[str, Any] = update.get(kind, {})
                    if found and (holding in found or holding in found.get("text", "")):
                        return found
                await asyncio.sleep(0.01)


@dataclass
class Stage:
    world: World
    clock: PlanClock
    bot: Bot
    page: Page
    url: str
    console: list[str]

    async def opens(self, person: int, lang: str = "zh") -> None:
        await self.page.goto(f"{self.url}/?lang={lang}#person={person}")
        await expect(self.page.locator("#room")).to_be_visible()

    async def types(self, text: str) -> None:
        await self.page.locator("#composer").fill(text)
        await self.page.locator("#composer").press("Enter")

    def bubble(self, message: int) -> Any:
        return self.page.locator(f'[data-message="{message}"]')

    def said(self, text: str) -> Any:
        return self.page.locator(".bubble .text", has_text=text)

    def key(self, text: str) -> Any:
        return self.page.get_by_role("button", name=text, exact=True)

    def person(self, person: int) -> Any:
        return self.page.locator(f'[data-person="{person}"]')


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    if not CHROMIUM.exists():
        absent("chromium: apt-get install chromium fonts-noto-cjk")
    flags = ["--no-sandbox", "--disable-gpu", *QUIET.split()]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=flags
        )
        yield browser
        await browser.close()


def a_world(clock: PlanClock) -> World:
    world = World(clock, bot_name="督办")
    world.add_person(WANG, "王某", note="大气处 责任人")
    world.add_person(LI, "李某", "en", note="水处 责任人")
    world.add_person(CHEN, "<i>陈</i>", note="分管领导")
    return world


async def next_event() -> datetime:
    return NEXT


@contextmanager
def no_console_errors(page: Page, allowed: str = "^$") -> Iterator[list[str]]:
    wrong: list[str] = []

    def note(said: ConsoleMessage) -> None:
        if said.type == "error":
            wrong.append(said.text)

    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", note)
    yield wrong
    assert [text for text in wrong if not re.search(allowed, text)] == []


@pytest_asyncio.fixture(loop_scope="module")
async def stage(
    browser: Browser, request: pytest.FixtureRequest
) -> AsyncIterator[Stage]:
    given: dict[str, Any] = getattr(request, "param", {})
    loop = asyncio.get_running_loop()
    clock = PlanClock(lambda: BEGIN + timedelta(seconds=loop.time()), BEGIN)
    world = a_world(clock)
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(
            serve(
                world,
                timepiece=clock,
                next_event=next_event,
                zone=ZONE,
                hint=["选一位", "回一句"],
            )
        )
        http = httpx.AsyncClient(base_url=url, timeout=30, trust_env=False)
        await stack.enter_async_context(http)
        bot = Bot(http, world.token)
        listening = asyncio.create_task(bot.listens())
        context = await browser.new_context(**given)
        page = await context.new_page()
        page.set_default_timeout(5000)
        with no_console_errors(page) as console:
            yield Stage(world, clock, bot, page, url, console)
        await context.close()
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening


async def test_what_is_typed_reaches_the_bot_and_its_answer_appears(
    stage: Stage,
) -> None:
    async def echo(bot: Bot, update: dict[str, Any]) -> None:
        message = update["message"]
        await bot.says(message["chat"]["id"], f"已记：<b>{escape(message['text'])}</b>")

    stage.bot.answers = echo
    await stage.opens(WANG)
    await stage.types("2.2 已完成6家")
    await expect(stage.page.locator(".bubble.own .text")).to_have_text(
        re.compile("2.2 已完成6家")
    )
    await expect(stage.page.locator(".bubble.theirs b")).to_have_text("2.2 已完成6家")
    await expect(stage.page.locator("#composer")).to_have_value("")
    assert await stage.page.locator(".bubble").count() == 2


async def test_all_of_telegrams_formatting_is_shown(stage: Stage) -> None:
    await stage.opens(WANG)
    await stage.types("/start")
    html = (
        "<b>粗</b><i>斜</i><u>下</u><s>删</s><code>码</code><pre>段</pre>"
        '<a href="https://example.org/a">链</a><tg-spoiler>遮</tg-spoiler>'
        "<blockquote>引</blockquote>甲\n乙 /today"
    )
    message = await stage.bot.says(WANG, html)
    text = stage.bubble(message).locator(".text")
    for tag, word in zip(["b", "i", "u", "s", "pre", "a"], "粗斜下删段链", strict=True):
        await expect(text.locator(tag)).to_have_text(word)
    await expect(text.locator("code").first).to_have_text("码")
    await expect(text.locator("blockquote")).to_have_text("引")
    assert "甲\n乙" in await text.inner_text()
    spoiler = text.locator(".spoiler")
    await expect(spoiler.locator("span")).to_have_css("opacity", "0")
    await spoiler.click()
    await expect(spoiler.locator("span")).to_have_css("opacity", "1")
    await text.locator(".command").click()
    await expect(stage.said("/today").last).to_be_visible()
    assert (await stage.bot.heard("message", "/today"))["text"] == "/today"


async def test_markup_in_words_and_names_stays_words(stage: Stage) -> None:
    attack = '<img src=x onerror="document.title=1"><script>alert(1)</script>'
    stage.world.add_person(1009, attack)
    stage.world.say(1009, attack)
    await stage.bot.says(1009, escape(attack))
    stage.world.send_file(1009, f"{attack}.pdf", b"%PDF", "application/pdf", attack)
    await stage.opens(1009)
    await stage.types(attack)
    await expect(stage.said(attack)).to_have_count(4)
    await expect(stage.person(1009).locator("b")).to_have_text(attack)
    await expect(stage.person(CHEN).locator("b")).to_have_text("<i>陈</i>")
    assert await stage.page.locator("img[src='x'], body script").count() == 0


async def test_a_tapped_button_waits_until_the_bot_answers(stage: Stage) -> None:
    await stage.opens(WANG)
    await stage.types("/start")
    rows = [
        [
            {"text": "确认", "callback_data": "ok"},
            {"text": "修改", "callback_data": "no"},
        ]
    ]
    await stage.bot.says(WANG, "请核对", reply_markup={"inline_keyboard": rows})
    await stage.key("确认").click()
    await expect(stage.key("确认")).to_have_attribute("aria-busy", "true")
    query = await stage.bot.heard("callback_query")
    assert (query["data"], query["from"]["id"]) == ("ok", WANG)
    await stage.bot.call(
        "answerCallbackQuery", callback_query_id=query["id"], text="已记"
    )
    await expect(stage.page.get_by_test_id("toasts")).to_have_text("已记")
    await expect(stage.page.locator(".key")).to_have_text(["确认", "修改"])
    await expect(stage.page.locator(".key[aria-busy]")).to_have_count(0)


async def test_an_alert_stays_until_it_is_read(stage: Stage) -> None:
    async def alarm(bot: Bot, update: dict[str, Any]) -> None:
        if query := update.get("callback_query"):
            facts = {"callback_query_id": query["id"], "text": "按钮已失效"}
            await bot.call("answerCallbackQuery", show_alert=True, **facts)

    stage.bot.answers = alarm
    await stage.opens(WANG)
    await stage.types("/start")
    rows = [[{"text": "旧按钮", "callback_data": "old"}]]
    await stage.bot.says(WANG, "旧消息", reply_markup={"inline_keyboard": rows})
    await stage.key("旧按钮").click()
    alert = stage.page.get_by_test_id("alert")
    await expect(alert).to_contain_text("按钮已失效")
    await stage.key("知道了").click()
    await expect(alert).to_be_hidden()


async def test_a_reply_names_what_it_answers(stage: Stage) -> None:
    stage.world.start(WANG)
    asked = await stage.bot.says(WANG, "进展如何")
    await stage.opens(WANG)
    await stage.bubble(asked).hover()
    await stage.bubble(asked).get_by_role("button", name="回复").click()
    await expect(stage.page.get_by_test_id("about")).to_contain_text("回复 督办")
    await stage.types("过半")
    await expect(stage.page.locator(".own .quote")).to_contain_text("进展如何")
    await expect(stage.page.get_by_test_id("about")).to_be_hidden()
    heard = await stage.bot.heard("message", "过半")
    assert heard["reply_to_message"]["message_id"] == asked


async def test_arrow_up_edits_the_last_thing_one_said(stage: Stage) -> None:
    await stage.opens(WANG)
    await stage.types("5家")
    await expect(stage.said("5家")).to_be_visible()
    await stage.page.locator("#composer").press("ArrowUp")
    await expect(stage.page.locator("#composer")).to_have_value("5家")
    await stage.types("6家")
    await expect(stage.said("6家")).to_be_visible()
    await expect(stage.page.locator(".own .edited")).to_have_text("已编辑")
    assert await stage.page.locator(".bubble").count() == 1
    assert (await stage.bot.heard("edited_message"))["text"] == "6家"


async def test_the_bots_edits_and_deletions_show_in_place(stage: Stage) -> None:
    stage.world.start(WANG)
    first = await stage.bot.says(WANG, "原文")
    second = await stage.bot.says(WANG, "多余")
    await stage.opens(WANG)
    await expect(stage.bubble(second)).to_be_visible()
    facts = {"chat_id": WANG, "message_id": first}
    await stage.bot.call("editMessageText", text="新文", **facts)
    await stage.bot.call("deleteMessage", chat_id=WANG, message_id=second)
    await expect(stage.bubble(first)).to_contain_text("新文")
    await expect(stage.bubble(second)).to_have_count(0)
    assert await stage.page.locator(".theirs").count() == 1


async def test_pictures_are_shown_and_files_can_be_taken(stage: Stage) -> None:
    stage.world.start(WANG)
    photo = ("areas.png", PNG, "image/png")
    await stage.bot.call("sendPhoto", chat_id=WANG, caption="十个领域", photo=photo)
    report = ("台账.csv", "领域,灯\n".encode(), "text/csv")
    await stage.bot.call("sendDocument", chat_id=WANG, document=report)
    await stage.opens(WANG)
    picture = stage.page.locator(".picture img")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("(img) => img.decode().then(() => img.naturalWidth)")
    async with stage.page.expect_download() as taken:
        await stage.page.get_by_role("link", name="下载 台账.csv").click()
    got = await (await taken.value).path()
    assert got.read_text(encoding="utf-8") == "领域,灯\n"


async def test_a_person_can_send_a_picture_and_a_file(stage: Stage) -> None:
    await stage.opens(WANG)
    picker = stage.page.locator("#file")
    await picker.set_input_files(
        {"name": "现场.png", "mimeType": "image/png", "buffer": PNG}
    )
    await expect(stage.page.get_by_test_id("about")).to_contain_text("现场.png")
    await stage.types("现场照片")
    await expect(stage.page.locator(".own .picture img")).to_be_visible()
    await picker.set_input_files(
        {"name": "凭证.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    )
    await stage.page.locator("#send").click()
    await expect(stage.page.locator(".own .document")).to_contain_text("凭证.pdf")
    heard = await stage.bot.heard("message", "document")
    assert heard["document"]["file_name"] == "凭证.pdf"
    first = stage.bot.hears[0]["message"]
    assert first["caption"] == "现场照片"
    assert first["photo"]
    both = [
        {"name": f"{n}.png", "mimeType": "image/png", "buffer": PNG} for n in (1, 2)
    ]
    await picker.set_input_files(both)
    await expect(stage.page.get_by_test_id("about")).to_contain_text("1.png, 2.png")
    await stage.page.locator("#send").click()
    await expect(stage.page.locator(".own .picture img")).to_have_count(3)
    parts = [one["message"].get("media_group_id") for one in stage.bot.hears[-2:]]
    assert parts[0] == parts[1] is not None


async def test_each_person_has_an_own_chat_draft_and_unread_count(stage: Stage) -> None:
    stage.world.start(WANG)
    stage.world.start(LI)
    await stage.opens(WANG)
    await stage.page.locator("#composer").fill("写了一半")
    for n in range(3):
        await stage.bot.says(LI, f"第{n}条")
    badge = stage.person(LI).get_by_test_id("unread")
    await expect(badge).to_have_text("3")
    await expect(stage.page).to_have_title(re.compile(r"^\(3\)"))
    await stage.person(LI).click()
    await expect(stage.page.get_by_test_id("playing")).to_contain_text("李某")
    await expect(stage.said("第2条")).to_be_visible()
    await expect(badge).to_have_count(0)
    await expect(stage.page.locator("#composer")).to_have_value("")
    assert stage.world.unread(LI) == 0
    await stage.person(WANG).press("Enter")
    await expect(stage.page.locator("#composer")).to_have_value("写了一半")
    await expect(stage.said("第2条")).to_have_count(0)


async def test_the_language_changes_and_the_person_stays(stage: Stage) -> None:
    await stage.opens(WANG)
    await stage.page.get_by_role("link", name="English").click()
    await expect(stage.page.locator("#composer")).to_have_attribute(
        "placeholder", "Message"
    )
    await expect(stage.page.get_by_test_id("playing")).to_contain_text("王某")
    assert await stage.page.locator("html").get_attribute("lang") == "en"
    await stage.page.get_by_role("link", name="中文").click()
    await expect(stage.page.locator("html")).to_have_attribute("lang", "zh-CN")


PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.mark.parametrize("stage", [PHONE], indirect=True)
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_on_a_phone_list_and_chat_are_two_screens(
    stage: Stage, lang: str
) -> None:
    overflow = "document.documentElement.scrollWidth - innerWidth"
    await stage.page.goto(f"{stage.url}/?lang={lang}")
    await stage.person(WANG).tap()
    await expect(stage.page.locator("#people")).to_be_hidden()
    await stage.types("很长的一行" * 40 + "https://example.org/" + "a" * 200)
    await expect(stage.page.locator(".bubble")).to_be_visible()
    assert await stage.page.evaluate(overflow) == 0
    await stage.page.locator("#back").tap()
    await expect(stage.page.locator("#people")).to_be_visible()
    await expect(stage.page.locator("#room")).to_be_hidden()
    assert await stage.page.evaluate(overflow) == 0


@pytest.mark.parametrize("stage", [PHONE], indirect=True)
async def test_a_long_press_offers_what_hovering_would(stage: Stage) -> None:
    stage.world.start(WANG)
    asked = await stage.bot.says(WANG, "进展如何")
    await stage.opens(WANG)
    body = stage.bubble(asked).locator(".body")
    await expect(stage.bubble(asked)).to_be_visible()
    finger = {"pointerType": "touch", "clientX": 50, "clientY": 50}
    await body.dispatch_event("pointerdown", finger)
    await expect(stage.bubble(asked)).to_have_class(re.compile("held"))
    await body.dispatch_event("pointerup", finger)
    await stage.bubble(asked).get_by_role("button", name="回复").tap()
    await expect(stage.page.get_by_test_id("about")).to_contain_text("进展如何")


async def test_enter_that_ends_a_chinese_word_does_not_send(stage: Stage) -> None:
    await stage.opens(WANG)
    composer = stage.page.locator("#composer")
    await composer.fill("已完成")
    await composer.evaluate(
        "(field) => field.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Enter', isComposing: true, bubbles: true}))"
    )
    await composer.press("Shift+Enter")
    await composer.press("6")
    await expect(composer).to_have_value("已完成\n6")
    assert stage.world.messages(WANG) == []
    await composer.press("Enter")
    await expect(stage.said("已完成\n6")).to_be_visible()


async def test_nothing_is_lost_or_doubled_when_the_line_breaks(
    browser: Browser,
) -> None:
    clock = PlanClock(lambda: BEGIN, BEGIN)
    world = a_world(clock)
    world.start(WANG)
    page = await browser.new_page()
    with no_console_errors(page, allowed="ERR_|Failed to load"):
        async with serve(world) as url:
            await page.goto(f"{url}/#person={WANG}")
            await expect(page.locator(".bubble")).to_have_count(1)
            await expect(page.get_by_test_id("clock")).to_be_hidden()
        await expect(page.locator("#lost")).to_be_visible()
        world.say(WANG, "断线时说的")
        async with serve(world, port=int(url.rpartition(":")[2])):
            await expect(page.locator("#lost")).to_be_hidden(timeout=15_000)
            world.say(WANG, "恢复后说的")
            await expect(page.locator(".bubble .text")).to_have_text(
                [re.compile(s) for s in ("/start", "断线时说的", "恢复后说的")]
            )
            await page.close()


async def test_events_that_race_with_the_first_look_are_merged(stage: Stage) -> None:
    stage.world.start(WANG)
    answered = asyncio.Event()

    async def slowly(route: Any) -> None:
        snapshot = await route.fetch()
        await answered.wait()
        await route.fulfill(response=snapshot)

    await stage.page.route("**/chats/*/messages", slowly)
    await stage.page.goto(f"{stage.url}/#person={WANG}")
    await expect(stage.page.locator("#room")).to_be_visible()
    await asyncio.sleep(0.2)
    late = await stage.bot.says(WANG, "迟到")
    await stage.bot.call("editMessageText", chat_id=WANG, message_id=late, text="改过")
    await asyncio.sleep(0.2)
    answered.set()
    await expect(stage.bubble(late)).to_contain_text("改过")
    await expect(stage.page.locator(".bubble")).to_have_count(2)


async def test_thousands_of_messages_open_at_once_and_scroll_back(stage: Stage) -> None:
    for n in range(3000):
        stage.world.say(WANG, f"第{n}句")
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await stage.opens(WANG)
    await expect(stage.said("第2999句")).to_be_visible()
    assert loop.time() - begun < 5
    drawn = stage.page.locator(".bubble")
    assert await drawn.count() < 100
    await stage.page.locator("#scroll").evaluate("(pane) => { pane.scrollTop = 0 }")
    await expect(stage.said("第2900句")).to_have_count(1)
    await stage.bot.says(WANG, "新来的")
    await expect(stage.page.get_by_test_id("fresh")).to_have_text("1条新消息")
    await stage.page.locator("#latest").click()
    await expect(stage.said("新来的")).to_be_in_viewport()
    await expect(stage.page.locator("#latest")).to_be_hidden()


async def test_the_command_menu_offers_what_telegram_would(stage: Stage) -> None:
    mine = {"type": "chat", "chat_id": WANG}
    today = [{"command": "today", "description": "今日待办"}]
    more = [*today, {"command": "why", "description": "为何催我"}]
    await stage.bot.call("setMyCommands", commands=today)
    await stage.bot.call("setMyCommands", commands=more, scope=mine)
    await stage.opens(WANG)
    await stage.page.locator("#slash").click()
    menu = stage.page.get_by_test_id("commands")
    await expect(menu.get_by_role("option")).to_have_count(2)
    await stage.page.locator("#composer").press_sequentially("/w")
    await expect(menu.get_by_role("option")).to_have_text(["/why为何催我"])
    await stage.page.locator("#composer").press("Enter")
    await expect(stage.said("/why")).to_be_visible()
    await stage.person(LI).click()
    await expect(stage.page.get_by_test_id("playing")).to_contain_text("李某")
    await stage.page.locator("#slash").click()
    await expect(menu.get_by_role("option")).to_have_text(["/today今日待办"])


async def test_a_reply_keyboard_stays_until_it_is_taken_away(stage: Stage) -> None:
    stage.world.start(WANG)
    keys = {"keyboard": [["台账", "通报稿"]], "resize_keyboard": True}
    await stage.bot.says(WANG, "请选", reply_markup=keys)
    await stage.opens(WANG)
    await stage.key("台账").click()
    await expect(stage.said("台账")).to_be_visible()
    await expect(stage.key("通报稿")).to_be_visible()
    await stage.bot.says(WANG, "好", reply_markup={"remove_keyboard": True})
    await expect(stage.page.get_by_test_id("keyboard")).to_be_hidden()
    await stage.bot.says(WANG, "理由？", reply_markup={"force_reply": True})
    await expect(stage.page.get_by_test_id("about")).to_contain_text("理由？")


async def test_the_clock_is_shown_and_can_be_wound(stage: Stage) -> None:
    await stage.opens(WANG)
    await stage.types("今天")
    day = stage.page.locator("#clock-day")
    await expect(day).to_have_text("2020年2月25日 周二")
    await expect(stage.page.locator("#clock-time")).to_have_text("08:30")
    await expect(stage.page.locator(".pill.day")).to_have_text(["2月25日 周二"])
    await stage.page.get_by_role("button", name="暂停").click()
    await expect(stage.page.get_by_role("button", name="继续")).to_be_visible()
    assert stage.clock.paused
    await stage.page.locator("#clock-next").click()
    await expect(day).to_have_text("2020年2月26日 周三")
    await expect(stage.page.locator("#clock-time")).to_have_text("09:00")
    await stage.types("明天")
    await expect(stage.page.locator(".pill.day").last).to_have_text("2月26日 周三")
    await stage.page.get_by_text("1秒=10分").click()
    await stage.page.get_by_role("button", name="继续").click()
    await expect(stage.page.locator("#clock-time")).not_to_have_text("09:00")
    assert (stage.clock.speed, stage.clock.paused) == (600, False)


async def test_typing_shows_until_the_message_comes(stage: Stage) -> None:
    stage.world.start(WANG)
    await stage.opens(WANG)
    await expect(stage.page.locator(".bubble")).to_be_visible()
    await stage.bot.call("sendChatAction", chat_id=WANG, action="typing")
    await expect(stage.page.get_by_test_id("typing")).to_contain_text("督办正在输入")
    await stage.bot.says(WANG, "好")
    await expect(stage.page.get_by_test_id("typing")).to_be_hidden()


async def test_a_bot_can_be_started_blocked_and_let_in_again(stage: Stage) -> None:
    await stage.opens(WANG)
    await stage.key("开始").click()
    await expect(stage.said("/start")).to_be_visible()
    await stage.key("停用机器人").click()
    await expect(stage.page.get_by_test_id("blocked")).to_contain_text("王某已停用")
    await expect(stage.page.locator("#composer")).to_be_hidden()
    assert stage.world.people[WANG].blocked
    await stage.key("重新启用").click()
    await expect(stage.page.locator("#composer")).to_be_visible()


async def test_a_stranger_can_walk_in(stage: Stage) -> None:
    await stage.page.goto(stage.url)
    await stage.page.get_by_test_id("add-stranger").click()
    await stage.page.get_by_label("姓名").fill("路过的人")
    await stage.page.get_by_label("姓名").press("Enter")
    await expect(stage.page.get_by_test_id("playing")).to_contain_text("路过的人")
    assert "路过的人" in {one.name for one in stage.world.people.values()}


async def test_a_hint_put_away_stays_away(stage: Stage) -> None:
    await stage.page.goto(stage.url)
    hint = stage.page.get_by_test_id("hint")
    await expect(hint.locator("li")).to_have_text(["选一位", "回一句"])
    await stage.key("收起提示").click()
    await expect(hint).to_be_hidden()
    await stage.page.reload()
    await expect(stage.key("提示")).to_be_visible()
    await expect(hint).to_be_hidden()
    await stage.key("提示").click()
    await expect(hint).to_be_visible()


async def test_what_the_sandbox_refuses_is_said_and_kept(stage: Stage) -> None:
    await stage.opens(WANG)
    await stage.types("第一句")
    await expect(stage.said("第一句")).to_be_visible()
    stage.world.deactivate(WANG)
    await stage.types("第二句")
    await expect(stage.page.get_by_test_id("toasts")).to_contain_text("未能完成")
    await expect(stage.page.locator("#composer")).to_have_value("第二句")
    refused = stage.console.pop()  # the browser itself notes every 409
    assert "409" in refused
