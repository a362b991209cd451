"""Files that go with an answer: taken, attached, fetched, kept and given back."""

import asyncio
from pathlib import Path

import pytest
from journeys.town import ADA, ANN, BO, LEE, OBI, ON_SQLITE, PLAN, Town, local
from sqlmodel import select

from rules.evidence import FETCHABLE
from sandbox import wire
from sandbox.faults import Fault
from store import fetches, reports
from store.copies import Copies
from store.tables import EvidenceRow

pytestmark = [pytest.mark.journey, ON_SQLITE]
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x08\x00\x00\x00\x08"
PDF = b"%PDF-1.4 " + b"minutes" * 1000


@pytest.fixture(autouse=True)
def folder(town: Town, tmp_path: Path) -> Copies:
    """The folder of copies; the bot finds it when it starts."""
    town.copies = Copies(tmp_path / "evidence", 10_000_000)
    return town.copies


def rows(town: Town) -> list[EvidenceRow]:
    return town.store.read_sync(
        lambda tx: list(tx.scalars(select(EvidenceRow).order_by(EvidenceRow.id)))
    )


def errors(town: Town) -> list[str]:
    return [row.error for row in rows(town)]


def kept(town: Town, task: str = "02.2") -> list[str]:
    found = town.store.read_sync(lambda tx: reports.history(tx, PLAN, task, 9))
    return [report.text for report in found]


async def sent(town: Town, user: int, *file: object, **more: object) -> str:
    """Send one file; return what the bot said last."""
    town.world.send_file(user, *file, **more)
    await town.settled()
    return town.last(user).text


async def picture(town: Town, user: int, caption: str = "") -> str:
    return await sent(town, user, "p.png", PNG, "image/png", caption=caption)


def album(count: int) -> list[tuple[str, bytes, str]]:
    return [(f"{n}.png", PNG + bytes([n]), "image/png") for n in range(count)]


async def test_a_photos_words_make_a_card_that_carries_it(town: Town):
    town.meet(ANN)
    async with town.bot():
        card = await picture(town, ANN, "2.2 钢铁完成5家")
        assert "5/13 家" in card
        assert "附件 1" in card
        assert "附件 1" in await town.tap(ANN, "确认")
        assert "2.2 钢铁完成5家（附件 1）" in await town.say(ANN, "/task 2.2")


@pytest.mark.parametrize("captioned", [0, 1, 2])
async def test_an_album_is_one_answer_wherever_its_words_are(town: Town, captioned):
    town.meet(ANN)
    async with town.bot():
        told = len(town.told(ANN))
        words = "2.2 钢铁完成5家"
        town.world.send_album(ANN, album(3), words, captioned=captioned)
        await town.settled()
        (card,) = town.told(ANN)[told:]
        assert "附件 3" in card.text
        assert "附件 3" in await town.tap(ANN, "确认")


async def test_parts_that_arrive_one_after_the_other_are_one_answer(town: Town):
    town.meet(ANN)
    async with town.bot():
        told = len(town.told(ANN))
        for words in ("", "", "2.2 钢铁完成5家"):
            town.world.send_file(ANN, "p.png", PNG, "image/png", words, album="7")
            await asyncio.sleep(0.15)
        await town.settled()
        (card,) = town.told(ANN)[told:]
    assert "附件 3" in card.text


async def test_a_part_that_is_delivered_twice_counts_once(town: Town):
    town.meet(ANN)
    async with town.bot():
        await picture(town, ANN, "2.2 钢铁完成5家")
        again = town.world.messages(ANN)[-2]
        payload = wire.message(town.world, again)
        town.world.tell_bot("message", ANN, payload)
        await town.settled()
        assert "附件 1" in town.last(ANN).text
    assert len(rows(town)) == 1


async def test_an_album_without_words_is_asked_about_once(town: Town):
    town.meet(ANN)
    async with town.bot():
        told = len(town.told(ANN))
        town.world.send_album(ANN, album(4))
        await town.settled()
        (asked,) = town.told(ANN)[told:]
        assert "收到附件4件。这是哪一项的材料？" in asked.text
        number = town.world.messages(ANN)[-2].album
        await sent(town, ANN, "late.png", PNG, "image/png", album=number)
        assert town.last(ANN).id == asked.id  # what comes late follows in silence
        assert "请再回一句话" in await town.tap(ANN, "2.2 锅炉炉窑")
        assert "附件 5" in await town.say(ANN, "钢铁完成5家")
        assert "附件 5" in await town.tap(ANN, "确认")
        await sent(town, ANN, "later.png", PNG, "image/png", album=number)
        assert "附件 6" in await town.say(ANN, "/task 2.2")


async def test_a_file_alone_goes_where_its_sender_is(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        await town.say(ANN, "/task 2.1")
        await town.tap(ANN, "填报")
        assert "2.1 十百千治气 收到附件1件，请再回一句话" in await picture(town, ANN)
        assert "附件 1" in await town.say(ANN, "完成30%")
        pending = await picture(town, ANN)
        assert "2.1 十百千治气 收到附件1件，附于待确认的反馈，共2件" in pending
        assert "附件 2" in await town.tap(ANN, "确认")
        assert "附于3月10日 08:30的反馈，共3件" in await picture(town, ANN)
        assert "2.2 锅炉炉窑 收到附件1件" in await picture(town, ANN, "2.2 现场照片")
        town.now = local(3, 12)
        assert "这是哪一项的材料" in await picture(town, ANN)


async def test_a_voice_message_is_kept_and_asks_for_a_sentence(town: Town):
    town.meet(ANN)
    async with town.bot() as house:
        await sent(town, ANN, "v.ogg", b"OggS sound", "audio/ogg")
        assert "语音已保存，但不转成文字" in town.last(ANN).text
        assert await house.fetch() == 1
    assert town.copies.path(rows(town)[0].digest).read_bytes() == b"OggS sound"


@pytest.mark.parametrize(
    "name", ["a.exe", "报告.pdf.exe", "x.docm", "a.svg", "a.sh", "fdp.\u202eexe"]
)
async def test_what_can_be_run_is_refused_and_its_words_are_read(town: Town, name):
    town.meet(ANN)
    async with town.bot():
        assert "这类文件不收" in await sent(town, ANN, name, b"MZ", "application/pdf")
        assert "可以发：图片、PDF" in town.last(ANN).text
        await sent(town, ANN, name, b"MZ", "image/x", caption="2.2 钢铁完成5家")
        assert "附件" not in town.last(ANN).text
        assert "5/13 家" in town.last(ANN).text
    assert rows(town) == []


async def test_what_was_forwarded_is_evidence_and_no_report(town: Town):
    town.meet(ANN)
    async with town.bot() as house:
        await town.say(ANN, "2.2 钢铁完成5家")
        town.world.forward(ANN, "2.2 钢铁完成9家", BO)
        await town.settled()
        assert "收到附件1件，附于待确认的反馈" in town.last(ANN).text
        assert "5/13家" in await town.tap(ANN, "确认")
        await house.fetch()
        (row,) = rows(town)
        assert town.copies.path(row.digest).read_text() == "2.2 钢铁完成9家"
        await town.say(ANN, "/task 2.2")
        await town.tap(ANN, "附件 1")
        given = town.last(ANN).file
        assert given is not None
        assert (given.name, given.content.decode()) == (
            "转发的消息.txt",
            "2.2 钢铁完成9家",
        )


async def test_a_correction_keeps_the_files_and_taking_back_takes_them(town: Town):
    town.meet(ANN)
    async with town.bot():
        await picture(town, ANN, "2.2 总体完成20%")
        await town.tap(ANN, "修改")
        assert "附件 1" in await town.say(ANN, "总体完成30%")
        await town.tap(ANN, "不是这项")
        assert "附件 1" in await town.tap(ANN, "2.3 柴油货车")
        await town.tap(ANN, "不是这项")
        await town.tap(ANN, "2.2 锅炉炉窑")
        await town.tap(ANN, "确认")
        await town.say(ANN, "2.2 钢铁完成6家")
        await town.tap(ANN, "确认")
        await town.tap(ANN, "更正")
        await picture(town, ANN)
        assert "附件 1" in await town.say(ANN, "钢铁完成7家")
        assert "附件 1" in await town.tap(ANN, "确认")
        await town.tap(ANN, "撤回")
        assert "附件 1" in await town.say(ANN, "/task 2.2")
    assert {row.report is not None for row in rows(town)} == {True}


async def test_another_s_answer_leaves_the_files_that_wait(town: Town):
    town.meet(ANN, BO)
    async with town.bot():
        await town.to(local(3, 10))
        assert "附件 1" in await picture(town, BO, "3.1 完成18个园区")
        await town.tap(ANN, "2.2 正常")
        assert "附件" not in await town.say(ANN, "/task 2.2")
        assert "附件 1" in await town.tap(BO, "确认")
    (row,) = rows(town)
    assert (row.task, row.unit) == ("03.1", "water")


async def test_an_answer_to_two_tasks_leaves_an_album_of_neither(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.to(local(3, 10))
        town.world.send_album(ANN, album(2), "完成5家")
        await town.settled()  # it is asked which task that is of
        await picture(town, ANN, "2.1 完成10%\n2.3 完成20%")
        receipt = await town.tap(ANN, "全部确认（2）")
        assert "2.3 柴油货车 · 20% · 附件 1" in receipt
        assert "附件 3" not in receipt
    assert [(row.task, row.report is None) for row in rows(town)] == [
        (None, True),
        (None, True),
        ("02.3", False),
    ]


async def test_files_follow_to_the_task_that_was_meant(town: Town):
    town.meet(ANN)
    async with town.bot():
        await picture(town, ANN, "2.2 钢铁完成5家")
        await town.tap(ANN, "不是这项")
        assert "请回一句话" in await town.tap(ANN, "2.3 柴油货车")
        assert "附件 1" in await town.say(ANN, "总体完成30%")
        assert "附件 1" in await town.tap(ANN, "确认")


async def test_who_may_see_a_task_opens_its_files_and_nobody_else(town: Town):
    town.meet(ANN, BO, LEE, ADA, OBI)
    async with town.bot():
        await picture(town, ANN, "2.2 钢铁完成5家")
        await town.tap(ANN, "确认")
        for user in (ANN, LEE, ADA):
            await town.say(user, "/task 2.2")
            await town.tap(user, "附件 1")
            assert town.last(user).file.content == PNG
        _, data = town.button(ANN, "附件 1")
        for user in (BO, OBI):
            await town.say(user, "/task 2.2")
            with pytest.raises(LookupError):
                town.button(user, "附件 1")
            town.world.tap(user, town.last(user).id, data)
            await town.settled()
            assert town.last(user).file is None


async def test_what_telegram_forgot_is_given_back_from_our_copy(town: Town):
    town.meet(ANN)
    async with town.bot() as house:
        await picture(town, ANN, "2.2 钢铁完成5家")
        await town.tap(ANN, "确认")
        await house.fetch()
        town.world.files.clear()
        await town.say(ANN, "/task 2.2")
        await town.tap(ANN, "附件 1")
        assert town.last(ANN).file.content == PNG
        town.copies.path(rows(town)[0].digest).unlink()
        town.world.files.clear()
        assert "已无法取回" in await town.tap(ANN, "附件 1")


async def test_a_kill_before_the_fetch_and_after_it_loses_no_copy(town: Town):
    town.meet(ANN)
    async with town.bot():
        await sent(town, ANN, "a.pdf", PDF, "application/pdf")
    assert town.copies.use().files == 0
    with town.copies.draft() as draft:  # renamed, and the row was not written
        draft.write(PDF)
        digest = draft.keep()
    (town.copies.folder / "half.part").write_bytes(PDF[:5])
    async with town.bot() as house:
        assert await house.fetch() == 1
        assert await house.fetch() == 0
    assert [row.digest for row in rows(town)] == [digest]
    assert [path.name for path in town.copies.folder.rglob("*") if path.is_file()] == [
        digest
    ]


@pytest.mark.parametrize(
    ("method", "trouble"),
    [("getFile", "500"), ("file", "503"), ("getFile", "429")],
)
async def test_a_passing_trouble_is_waited_out(town: Town, method, trouble):
    town.meet(ANN)
    async with town.bot() as house:
        await sent(town, ANN, "a.pdf", PDF, "application/pdf")
        town.world.faults.order(Fault(method=method, kind=trouble))
        assert await house.fetch() == 1
        assert errors(town) == ["passing"]
        assert await house.fetch() == 0
        town.now = local(2, 25, 8, 5)
        assert await house.fetch() == 1
    assert errors(town) == [""]
    assert town.copies.use().bytes == len(PDF)


async def test_what_is_too_big_to_fetch_stays_with_telegram(town: Town):
    town.meet(ANN)
    async with town.bot() as house:
        await sent(town, ANN, "a.pdf", bytes(FETCHABLE + 1), "application/pdf")
        assert "超过20 MB，机器人无法另存副本" in town.last(ANN).text
        assert await house.fetch() == 0
    assert errors(town) == ["too_big"]


async def test_a_program_by_another_name_is_not_kept(town: Town):
    town.meet(ANN)
    async with town.bot() as house:
        await sent(town, ANN, "a.pdf", b"MZ\x90", "application/pdf")
        await house.fetch()
        assert await house.fetch() == 0
    assert errors(town) == ["program"]
    assert town.copies.use().files == 0


async def test_a_file_telegram_has_lost_is_given_up_after_a_while(town: Town):
    town.meet(ANN)
    async with town.bot() as house:
        await sent(town, ANN, "a.pdf", PDF, "application/pdf")
        town.world.files.clear()
        tries = 0
        while rows(town)[0].fetch_at is not None:
            town.now = rows(town)[0].fetch_at
            tries += await house.fetch()
    assert errors(town) == ["gone"]
    assert tries == 12


async def test_a_full_folder_leaves_files_with_telegram_until_there_is_room(town: Town):
    town.meet(ANN, ADA)
    town.copies.limit = 100
    async with town.bot() as house:
        await sent(town, ANN, "a.pdf", PDF, "application/pdf")
        assert await house.fetch() == 0
        assert errors(town) == ["full"]
        assert "evidence_full" in await town.audited()
        town.copies.limit = 10_000_000
        town.now = local(2, 25, 8, 11)
        assert await house.fetch() == 1
        assert "evidence_full" not in await town.audited()
    tally = town.store.read_sync(lambda tx: fetches.tally(tx, PLAN))
    assert (tally.files, tally.kept, tally.waiting) == (1, 1, 0)


async def test_a_report_takes_so_many_files_and_no_more(town: Town):
    town.meet(ANN)
    async with town.bot():
        await town.say(ANN, "2.2 钢铁完成5家")
        for _ in range(30):
            town.world.send_file(ANN, "p.png", PNG, "image/png")
        await town.settled()
        assert "最多附30件" in await picture(town, ANN)
        await town.tap(ANN, "确认")
        assert any("附件 30" in one.text for one in town.told(ANN))
        assert "最多附30件" in await picture(town, ANN)
        assert kept(town) == ["2.2 钢铁完成5家"]
    assert len(rows(town)) == 30
