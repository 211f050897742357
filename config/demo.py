"""The demo province: Cà Mau as of 2020–2021, with invented people, and documents that became tasks.

1. Units of both worlds, the organisations of the province, accounts.
2. Each document is received on its day, reviewed, approved; its tasks go the way tasks go.
3. Reporting is set up; the day's duties stand on the board.

Everything goes through the same actions as the pages use.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import typer
from django.conf import settings

from config import clock
from config.demo_arrivals import let_people_arrive
from config.demo_cases import let_cases_be_found
from config.demo_clusters import let_meetings_be_told
from config.demo_follow_up import let_contacts_be_followed
from config.demo_lists import let_a_list_come
from config.demo_notices import let_notices_be_drafted
from config.demo_people import establish_persons
from config.demo_posts import let_posts_work
from config.demo_tracing import let_cases_be_investigated
from config.demo_transport import let_vehicles_run
from lachan.accounts.actions import establish_account
from lachan.accounts.models import User
from lachan.accounts.queries import actor_for
from lachan.command.actions.day import take_due_steps
from lachan.command.actions.establishing import establish_reporting
from lachan.core.actor import Actor
from lachan.core.dates import at, day_of
from lachan.core.refused import Refused
from lachan.directives import actions as directives
from lachan.directives import queries as documents
from lachan.directives.terms import Answer
from lachan.places.actions import establish_organisations, load_units
from lachan.policies.actions.importing import import_pack
from lachan.policies.rules.areas import NEW_WORLD_ON
from lachan.tasks.actions.deciding import accept
from lachan.tasks.actions.duties import generate_duty_instances
from lachan.tasks.actions.giving import create_tasks_from_approval
from lachan.tasks.actions.lateness import notice_lateness
from lachan.tasks.actions.working import begin, finish, receive
from lachan.tasks.models import Task
from lachan.tasks.terms import Permission, TaskState

DOCUMENTS = Path(__file__).resolve().parent / "demo_documents"
PASSWORD = "la-chan-thu-nghiem"  # noqa: S105 - of invented accounts, printed at every start
FIRST_DAY = date(2020, 1, 1)
UNDATED = timedelta(days=12)


@dataclass(frozen=True)
class Person:
    """An invented officer of the demo."""

    username: str
    full_name: str
    position: str
    role: str
    place: str
    phone: str


PEOPLE = (
    Person("lanh.dao", "Đoàn Minh Thử", "Phó Bí thư Thường trực", "leader", "", "0290 111 001"),
    Person("tong.hop", "Lê Thị Tổng", "Tổ tham mưu tổng hợp", "synthesist", "", "0290 111 002"),
    Person("van.thu", "Nguyễn Thị Thư", "Văn thư", "clerk", "", "0290 111 003"),
    Person("so.y.te", "Phạm Thị Yến", "Giám đốc", "health_head", "so-y-te/", "0290 111 010"),
    Person(
        "chuyen.vien",
        "Trịnh Văn Viên",
        "Chuyên viên",
        "health_officer",
        "so-y-te/",
        "0290 111 011",
    ),
    Person("cong.an", "Võ Văn An", "Phó Giám đốc", "head", "cong-an-tinh/", "0290 111 020"),
    Person("tp.ca.mau", "Huỳnh Văn Phố", "Chủ tịch UBND", "head", "964/", "0290 111 030"),
    Person("u.minh", "Tô Thị Rừng", "Chủ tịch UBND", "head", "966/", "0290 111 031"),
    Person("an.xuyen", "Đỗ Thị Xuyên", "Công chức", "officer", "964/32023/", "0290 111 040"),
    Person("quan.tri", "Bùi Văn Trị", "Quản trị", "administrator", "", "0290 111 099"),
)
# One person with work in two places, who chooses where to work now.
SECOND_PLACES = (("tong.hop", "health_officer", "so-y-te/"),)


def load_if_empty(*, progress: bool) -> None:
    """Load the demo unless somebody uses the system already."""
    if not User.objects.exists():
        load([], progress=progress)


def load(paths: Iterable[Path], *, progress: bool) -> None:
    """Fill the system; running it again adds nothing that is there.

    `paths` are documents to take in; without any, the demo's own. Raises Refused, before anything
    is written, where the clock stands after the reform of 1/7/2025: the demo's units are gone then.
    """
    now = clock.now()
    today = day_of(now)
    if today >= NEW_WORLD_ON:
        raise Refused(
            f"the demo plays in 2021, and the clock of this system stands at {today:%d/%m/%Y}; "
            "begin with --today 2021-09-15T09:00, or with a new folder (LACHAN_HOME)"
        )
    province = f"{settings.PROVINCE}/"
    steps: list[tuple[str, Callable[[], object]]] = [
        ("units", lambda: load_units(None, None)),
        ("organisations", lambda: establish_organisations(province, today)),
        ("rules", lambda: import_pack(now)),
        ("accounts", lambda: _establish_people(province, today)),
        ("persons", lambda: establish_persons(province, now)),
    ]
    files = list(paths) or sorted(DOCUMENTS.glob("*.txt"))
    steps += [(file.name, lambda file=file: _take(file, province, now)) for file in files]  # type: ignore[misc]
    steps += [
        ("duties", lambda: generate_duty_instances(now)),
        ("work", lambda: _let_work_go_on(province, now)),
        ("reporting", lambda: establish_reporting(province, today.replace(day=1))),
        ("arrivals", lambda: let_people_arrive(_actor("tong.hop", province, today), now)),
        (
            "lists",
            lambda: let_a_list_come(
                _actor("tong.hop", province, today), _actor("lanh.dao", province, today), now
            ),
        ),
        ("vehicles", lambda: let_vehicles_run(_actor("tong.hop", province, today), province, now)),
        ("posts", lambda: let_posts_work(_actor("tong.hop", province, today), province, now)),
        ("cases", lambda: let_cases_be_found(_actor("tong.hop", province, today), province, now)),
        (
            "investigations",
            lambda: let_cases_be_investigated(
                _actor("tong.hop", province, today), _actor("lanh.dao", province, today), now
            ),
        ),
        (
            "meetings",
            lambda: let_meetings_be_told(_actor("tong.hop", province, today), province, now),
        ),
        (
            "notices",
            lambda: let_notices_be_drafted(
                _actor("tong.hop", province, today),
                _actor("lanh.dao", province, today),
                province,
                now,
            ),
        ),
        (
            "follow-up",
            lambda: let_contacts_be_followed(_actor("tong.hop", province, today), province, now),
        ),
        ("lateness", lambda: notice_lateness(now)),
        ("report desk", lambda: take_due_steps(now)),
    ]
    shown = progress and sys.stderr.isatty()
    with typer.progressbar(
        steps, label="demo", file=sys.stderr, hidden=not shown, item_show_func=_name
    ) as bar:
        for _, step in bar:
            step()


def _name(step: tuple[str, object] | None) -> str:
    return step[0] if step else ""


def print_accounts() -> None:
    """Print who can sign in."""
    known = set(User.objects.values_list("username", flat=True))
    people = [person for person in PEOPLE if person.username in known]
    if not people:
        return
    print(f"  Mật khẩu của mọi tài khoản thử nghiệm: {PASSWORD}\n")
    for person in people:
        print(f"  {person.username:12} {person.full_name}, {person.position}")
    print(flush=True)


def _establish_people(province: str, today: date) -> None:
    for person in PEOPLE:
        establish_account(
            username=person.username,
            full_name=person.full_name,
            position=person.position,
            phone=person.phone,
            role=person.role,
            path=province + person.place,
            password=PASSWORD,
            today=today,
            reason="demo",
        )
    for username, role, place in SECOND_PLACES:
        user = User.objects.get(username=username)
        establish_account(
            username=username,
            full_name=user.full_name,
            role=role,
            path=province + place,
            password=PASSWORD,
            today=today,
            reason="demo",
        )


def _actor(username: str, path: str, today: date) -> Actor:
    return actor_for(User.objects.get(username=username), today, path)


def _take(file: Path, province: str, now: datetime) -> None:
    """Receive, review and approve one document, on its own day where it bears one."""
    today = day_of(now)
    clerk = _actor("van.thu", province, today)
    reviewer = _actor("tong.hop", province, today)
    leader = _actor("lanh.dao", province, today)
    incoming = directives.read_original(file.read_bytes(), file.name)
    issued = incoming.reading.get("issued_on")
    day = date.fromisoformat(issued) if issued else today - UNDATED
    arrived = min(at(day, 7, 30), now)
    try:
        document = directives.register_document(clerk, incoming, now=arrived)
    except directives.LooksLikeDuplicate:
        return
    for question in documents.questions_of(document):
        directives.answer_question(
            reviewer, question.pk, question.version, outcome=Answer.UNKNOWN, now=arrived
        )
    directives.accept_untouched(reviewer, document.pk, now=arrived)
    approved = min(arrived + timedelta(minutes=30), now)
    directives.approve(
        leader,
        document.pk,
        expected_tasks=documents.counts_of(document).standing_tasks,
        whole_text_reviewed=True,
        now=approved,
    )
    create_tasks_from_approval(leader, document.pk, approved)


def _let_work_go_on(province: str, now: datetime) -> None:
    """What was given before today went its way: most of it is done, a few units are late.

    One in eleven is still in progress and one in thirteen was never acknowledged, so that the late
    have something to show; yesterday's last results wait to be accepted.
    """
    today = day_of(now)
    user = User.objects.get(username="tong.hop")
    anybody = Actor(
        id=user.pk,
        name=user.full_name,
        grants=frozenset((str(permission), province) for permission in Permission),
        workplace=province,
    )
    given = Task.objects.filter(state__in=[TaskState.GIVEN, TaskState.RECEIVED], lead__isnull=False)
    for position, task in enumerate(given.filter(given_at__lt=at(today, 0)).order_by("pk")):
        recent = task.duty_day is None or task.duty_day >= today - timedelta(days=1)
        if recent and position % 13 == 5:
            continue
        end = min(task.due_at or now, now) - timedelta(minutes=20)
        start = min(task.given_at + timedelta(minutes=25), end)
        try:
            if task.state == TaskState.GIVEN:
                receive(anybody, task.pk, start)
            begin(anybody, task.pk, start)
            if recent and position % 11 == 3:
                continue
            reference = f"{100 + position}/BC-UBND"
            finish(anybody, task.pk, "Đã thực hiện, báo cáo kèm theo.", end, reference=reference)
            if end < at(today, 0) - timedelta(hours=8):
                accept(anybody, task.pk, min(end + timedelta(hours=3), now))
        except Refused:
            continue
