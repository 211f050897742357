"""A follow-up team's phone: today's contacts and what was said to them, without a network."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Page, expect

# The phone, its road to the province and the ways of a thumb are those of posts.
from tests.e2e.test_post_offline import (  # noqa: F401
    PATIENCE,
    manage,
    open_app,
    phone,
    press,
    road,
    start_shift,
    unlock,
)

GIVE_TO_TEAM = """
from datetime import timedelta
from lachan.checkpoints.models import Device
from lachan.contacts.models import Contact, Team, TeamDevice
from lachan.contacts.terms import State
from lachan.core.text import folded
from lachan.people.models import Household, Identifier, Person
from lachan.people.terms import IdentifierKind
from config.clock import now
moment, commune = now(), "96/964/32025/"
team, _ = Team.objects.get_or_create(path=commune, name=TEAM, ended_at=None,
    defaults=dict(begun_at=moment))
TeamDevice.objects.create(device=Device.objects.get(name=NAME), team=team, given_at=moment,
    given_by_name="Thử")
for number, name in enumerate(("Trần Thị Ngoại Một", "Lý Văn Ngoại Hai", "Danh Ngoại Ba")):
    home = Household.objects.create(path=commune, hamlet=f"Ấp {number + 3}", address="Số 12",
        phone=f"091234567{number}", recorded_at=moment)
    person = Person.objects.create(path=commune, full_name=name, folded_name=folded(name),
        birth_year=1990, household=home, recorded_at=moment, changed_at=moment)
    person.root = person
    person.save(update_fields=["root"])
    contact = Contact.objects.create(path=commune, person=person, state=State.FOLLOWED, level=1,
        exposed_at=moment - timedelta(days=3), last_exposed_at=moment - timedelta(days=3),
        named_at=moment - timedelta(minutes=30), changed_at=moment,
        follow_until=moment.date() + timedelta(days=11))
    team.assignments.create(contact=contact, assigned_at=moment, assigned_by_name="Thử")
"""
READ_CALLS = """
import json
from lachan.checkpoints.actions.working_in.running import work_in_waiting
from lachan.checkpoints.models import Quarantined
from lachan.contacts.models import Call
from config.clock import now
work_in_waiting(now())
rows = [[c.contact.person.full_name, c.outcome, c.symptoms, c.note, c.by_name]
    for c in Call.objects.filter(by_name__contains=NAME).order_by("at")]
held = list(Quarantined.objects.filter(device__name=NAME).values_list("code", flat=True))
print("ROWS" + json.dumps({"calls": rows, "quarantined": held}))
"""
MOVE_AWAY = """
from lachan.contacts.models import Contact
Contact.objects.filter(person__full_name=PERSON, state="followed").update(path="96/966/")
"""


def open_list(page: Page) -> None:
    page.get_by_role("link", name="Theo dõi tiếp xúc").click()
    expect(page.locator(".calls")).to_be_visible()


def read_calls(manage, name: str) -> dict:  # noqa: F811
    out = manage(READ_CALLS, NAME=name)
    return json.loads(out[out.index("ROWS") + 4 :])


def given(phone, manage, name: str) -> Page:  # noqa: F811
    """A phone of a team that has the list, on its home screen, in a shift."""
    page = phone(name)
    manage(GIVE_TO_TEAM, NAME=name, TEAM=f"Tổ của {name}")
    start_shift(page)
    page.get_by_role("link", name="Cài đặt").click()
    press(page, "Tải lại quy định và danh sách")
    expect(page.get_by_text("Đã tải lúc")).to_be_visible()
    page.locator(".bar-back").click()
    expect(page.get_by_text("Theo dõi tiếp xúc: ")).to_be_visible()
    expect(page.locator(".queue-chip")).to_have_text("Đã gửi hết")
    return page


def call(page: Page, search: str, outcome: str) -> None:
    """Find somebody without diacritics, and choose what the call came to."""
    page.locator("#calls-search").fill(search)
    page.locator(".call-link").first.click()
    page.get_by_role("button", name=outcome, exact=True).click()


def test_calls_made_without_a_network_are_there_once_the_network_is_back(phone, manage, visit):  # noqa: F811
    name = "Máy gọi ngoại tuyến"
    page = given(phone, manage, name)
    page.context.set_offline(True)
    page.reload()
    unlock(page)
    open_list(page)
    expect(page.get_by_text("Danh sách lúc")).to_be_visible()
    expect(page.locator(".call-phone").first).to_have_attribute("href", "tel:0912345670")
    first = page.locator(".is-call", has_text="Trần Thị Ngoại Một")
    expect(first).to_contain_text("F1")
    # Of how many is what the rules in force say once a trace has passed.
    expect(first).to_contain_text(re.compile(r"ngày 3/\d\d"))
    # Nothing is recorded without saying what it came to.
    page.locator("#calls-search").fill("ngoai mot")
    page.locator(".call-link").first.click()
    press(page, "Ghi kết quả")
    expect(page.get_by_text("Chọn kết quả")).to_be_visible()
    page.locator(".call-script summary").click()
    expect(page.get_by_text("Chào và xác nhận đúng người")).to_be_visible()
    # The phone is killed during the call: what was typed is there.
    page.get_by_role("button", name="Không nghe máy", exact=True).click()
    page.locator("#call-note").fill("đổ chuông, không ai nghe")
    page.wait_for_timeout(1000)
    context = page.context
    page.close()
    page = open_app(context)
    unlock(page)
    open_list(page)
    page.locator("#calls-search").fill("ngoai mot")
    page.locator(".call-link").first.click()
    expect(page.locator("#call-note")).to_have_value("đổ chuông, không ai nghe")
    press(page, "Ghi kết quả")
    expect(page.get_by_text("Đã ghi: Trần Thị Ngoại Một, Không nghe máy")).to_be_visible()

    call(page, "ngoai hai", "Liên lạc được, có triệu chứng")
    press(page, "Ghi kết quả")
    expect(page.get_by_text("Chọn ít nhất một triệu chứng")).to_be_visible()
    press(page, "sốt")
    press(page, "Hôm nay")
    press(page, "Ghi kết quả")
    expect(page.get_by_text("Đã ghi: Lý Văn Ngoại Hai")).to_be_visible()
    page.close()
    page = open_app(context)
    unlock(page)
    expect(page.locator(".queue-chip")).to_have_text("Chờ gửi 2")
    open_list(page)
    page.get_by_role("button", name="Tất cả").click()
    called = page.locator(".is-call", has_text="Trần Thị Ngoại Một").first
    expect(called).to_contain_text("Đã ghi, chờ gửi")
    expect(called).to_contain_text("1 lần không liên lạc được")
    expect(page.locator(".is-call", has_text="Lý Văn Ngoại Hai").first).to_contain_text(
        "Gọi lại ngày mai"
    )

    page.context.set_offline(False)
    expect(page.locator(".queue-chip")).to_have_text("Đã gửi hết", timeout=PATIENCE)
    kept = read_calls(manage, name)
    assert kept["quarantined"] == []
    assert kept["calls"] == [
        [
            *("Trần Thị Ngoại Một", "no_answer", [], "đổ chuông, không ai nghe"),
            f"Lê Văn Tám ({name})",
        ],
        ["Lý Văn Ngoại Hai", "symptoms", ["fever"], "", f"Lê Văn Tám ({name})"],
    ]
    press(page, "Tải lại danh sách")
    expect(page.get_by_text("Đã tải lúc")).to_be_visible()
    expect(page.locator(".is-call", has_text="Trần Thị Ngoại Một").first).to_contain_text(
        "1 lần không liên lạc được"
    )
    office = visit("tp.ca.mau")
    office.goto("/contacts/follow-up/?ill=on")
    expect(office.locator(".cell-title", has_text="Lý Văn Ngoại Hai")).to_have_count(1)


def test_a_call_that_the_province_cannot_take_is_told_with_its_reason(phone, manage):  # noqa: F811
    name = "Máy gọi bị từ chối"
    page = given(phone, manage, name)
    page.context.set_offline(True)
    open_list(page)
    call(page, "danh ngoai ba", "Liên lạc được, khỏe")
    page.locator("#call-note").fill("khỏe, ở nhà")
    press(page, "Ghi kết quả")
    expect(page.get_by_text("Đã ghi: Danh Ngoại Ba")).to_be_visible()
    manage(MOVE_AWAY, PERSON="Danh Ngoại Ba")
    page.context.set_offline(False)
    expect(page.locator(".queue-chip")).to_have_text("Đã gửi hết", timeout=PATIENCE)
    assert read_calls(manage, name) == {"calls": [], "quarantined": ["not_taken"]}
    press(page, "Tải lại danh sách")
    told = page.locator(".notice", has_text="Máy chủ chưa nhận cuộc gọi Danh Ngoại Ba")
    expect(told).to_contain_text("không còn thuộc địa bàn")
    expect(told).to_contain_text("khỏe, ở nhà")
