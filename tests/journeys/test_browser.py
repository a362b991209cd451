"""The demo in a real browser: a newcomer plays the owner, then the leader.

With `--shots DIR` the screenshots of the README are written anew.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from needs import absent
from playwright.async_api import Locator, Page, async_playwright, expect

from duban.demo.stage import Stage, Wanted, set_stage

pytestmark = [pytest.mark.browser, pytest.mark.journey]
CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WANG, LI, ZHAO, CHEN = range(1001, 1005)
WIDE = {"width": 1000, "height": 900}


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The demo as `make demo` sets it, its clock standing still until wound."""
    catalog = Path(__file__).parents[2] / "tasks_catalog.yaml"
    wanted = Wanted(
        folder=tmp_path,
        catalog=catalog,
        locale="zh",
        speed=1.0,
        port=0,
        until=date(2020, 12, 31),
    )
    async with set_stage(wanted) as made:
        living = asyncio.create_task(made.house.live(1_000_000.0))
        yield made
        living.cancel()
        await asyncio.gather(living, return_exceptions=True)


@pytest.fixture
async def page(stage: Stage) -> AsyncIterator[Page]:
    if not CHROMIUM.exists():
        absent("chromium: apt-get install chromium fonts-noto-cjk")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*QUIET]
        )
        opened = await browser.new_page(viewport=WIDE, device_scale_factor=1.5)
        errors: list[str] = []
        opened.on("console", lambda m: m.type == "error" and errors.append(m.text))
        opened.on("pageerror", lambda error: errors.append(str(error)))
        await opened.goto(f"{stage.url}/?lang=zh")
        yield opened
        await browser.close()
        assert errors == []


async def until(page: Page, day: str) -> None:
    """Press “next event” until the plan's clock shows `day`."""
    for _ in range(40):
        shown = await page.inner_text(".clock-face")
        if day in shown:
            return
        await page.click("#clock-next")
        for _ in range(30):  # a page that lags must not be clicked past the day
            await page.wait_for_timeout(100)
            if await page.inner_text(".clock-face") != shown:
                break
        await page.wait_for_timeout(400)
    raise AssertionError(day)


async def shoot(page: Page, folder: str | None, name: str) -> None:
    if folder:
        await page.wait_for_timeout(6000)  # until the toasts have gone
        await page.screenshot(path=Path(folder) / f"{name}.png")


def said(page: Page, text: str) -> Locator:
    """The newest bubble of the open chat that holds these words."""
    return page.get_by_test_id("messages").get_by_text(text).last


async def tap(page: Page, name: str) -> None:
    """Tap the newest button of that name in the open chat."""
    chat = page.get_by_test_id("messages")
    await chat.get_by_role("button", name=name, exact=True).last.click()


async def write(page: Page, text: str) -> None:
    await page.fill("#composer", text)
    await page.keyboard.press("Enter")


async def test_a_newcomer_answers_as_the_owner_and_reads_as_the_leader(
    page: Page, stage: Stage, request: pytest.FixtureRequest
):
    shots = request.config.getoption("--shots")
    await expect(page.locator("[data-person]")).to_have_count(6)
    await page.click(f'[data-person="{WANG}"]')
    await page.click("#clock-next")
    await expect(said(page, "2月25日（周二） · 3项待办")).to_be_visible()
    await tap(page, "全部签收（3）")
    await expect(said(page, "已签收3项")).to_be_visible()
    await expect(said(page, "3项均已答复")).to_be_visible()

    await until(page, "3月5日")
    await expect(said(page, "3月5日（周四） · 3项待办")).to_be_visible()
    await write(page, "2.2 钢铁13家已完成5家，炉子还差两台，预计9月底全部完成")
    await expect(said(page, "5/13 家")).to_be_visible()
    await shoot(page, shots, "owner")
    await tap(page, "确认")
    await expect(said(page, "锅炉炉窑 已记")).to_be_visible()
    # The morning's message follows, where it stands.
    await expect(said(page, "3月5日（周四） · 2项待办")).to_be_visible()

    await tap(page, "2.1 正常")
    await expect(said(page, "☑ 2.1 十百千治气 · 已报 正常推进")).to_be_visible()
    await expect(said(page, "3月5日（周四） · 1项待办")).to_be_visible()

    await tap(page, "为何催我")
    await expect(said(page, "您的待办 1项，为何催您")).to_be_visible()
    await tap(page, "1")
    await expect(said(page, "按“半月报”规则")).to_be_visible()
    await tap(page, "稍后")
    await expect(said(page, "3月6日（周五）前不再提醒")).to_be_visible()

    await until(page, "3月13日")
    await page.click(f'[data-person="{ZHAO}"]')
    await expect(said(page, "3月13日（周五） · 1项逾期，请督促")).to_be_visible()
    await write(page, "2.3 路检路查已恢复，总体进度15%")  # a head may answer
    await expect(said(page, "总体进度 15%")).to_be_visible()
    await tap(page, "确认")
    await expect(said(page, "1项均已答复")).to_be_visible()
    await page.click(f'[data-person="{LI}"]')
    await write(page, "3.1 已完成18个园区，施工队未到位，需要经信厅协调")
    await expect(said(page, "18/100 个")).to_be_visible()
    await tap(page, "确认")
    await expect(said(page, "污水零直排 已记")).to_be_visible()

    await until(page, "3月16日")
    await page.click(f'[data-person="{CHEN}"]')
    await expect(said(page, "督办周报 第3期")).to_be_visible()
    await expect(said(page, "需协调（1）")).to_be_visible()
    await shoot(page, shots, "leader")
    await tap(page, "展开各领域")
    await tap(page, "2")
    area = page.locator("[data-message]").last
    await expect(area).to_contain_text("高水平打赢蓝天保卫战")
    await expect(area).to_contain_text("钢铁企业超低排放改造 5/13家")
    assert stage.world.messages(CHEN)[-1].edited is not None

    await tap(page, "批示")
    await expect(said(page, "对哪项任务作批示？")).to_be_visible()
    await write(page, "3.1 3月25日前商经信厅明确复工时间")
    await expect(said(page, "期限 3月25日（周三）")).to_be_visible()
    await tap(page, "下达")
    await expect(said(page, "批示已下达")).to_be_visible()

    await page.set_viewport_size({"width": 390, "height": 844})
    await shoot(page, shots, "phone")
    wider = await page.evaluate("document.documentElement.scrollWidth")
    assert wider <= 390
