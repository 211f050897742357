"""The pages of accounts, as their people meet them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.urls import reverse

from lachan.accounts import actions
from lachan.accounts.models import Grant, User
from lachan.audit.models import Entry
from tests.cast import NOW, PASSWORD, TODAY


def at_nine():
    return NOW


@pytest.fixture(autouse=True)
def _the_day_of_the_documents(settings):
    settings.CLOCK = "lachan.accounts.tests.test_views.at_nine"
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def as_user(client, cast):
    def sign_in(username: str):
        client.force_login(cast.users[username])
        client.cookies["django_language"] = "en"
        return client

    return sign_in


def post(client, url: str, **data):
    return client.post(url, data)


def test_the_list_shows_who_holds_what_within_the_jurisdiction(cast, as_user):
    page = as_user("leader").get(reverse("accounts:grants"))
    assert page.status_code == 200
    text = page.content.decode()
    assert "Phạm Thị Y" in text
    assert "Lý Văn Láng" not in text
    found = as_user("leader").get(reverse("accounts:grants") + "?q=pham thi y").content.decode()
    assert "Phạm Thị Y" in found
    assert "Võ Văn An" not in found
    by_place = as_user("leader").get(reverse("accounts:grants") + "?place=so y te").content.decode()
    assert "Phạm Thị Y" in by_place
    assert "Võ Văn An" not in by_place
    past = as_user("leader").get(reverse("accounts:grants") + "?day=1/1/2019").content.decode()
    assert "Phạm Thị Y" not in past


def test_the_lists_are_exported(as_user):
    for name in ("accounts:grants", "accounts:people"):
        answer = as_user("leader").get(reverse(name) + "?export=xlsx")
        assert answer.status_code == 200
        assert answer["Content-Type"].endswith("sheet")


def test_a_role_is_given_on_the_page_by_the_name_of_the_place(cast, as_user):
    client = as_user("leader")
    person = cast.users["nobody"]
    # The leader does not see somebody without any role: the administrator of the place keeps them.
    person.path = "96/"
    person.save(update_fields=["path"])
    url = reverse("accounts:give", args=[person.pk])
    wanted = {
        "role": "officer",
        "place": "So Y te",
        "valid_from": "15/9/2021",
        "valid_until": "",
        "reason": "QĐ 12/QĐ-UBND",
    }
    answer = post(client, url, **wanted)
    assert answer.status_code == 302, answer.content.decode()
    assert Grant.objects.get(user=person).path == "96/so-y-te/"
    again = post(client, url, **wanted)
    assert again.status_code == 422
    assert "already holds" in again.content.decode()


def test_several_places_of_one_name_are_offered_to_choose_from(cast, as_user):
    person = cast.users["commune"]
    client = as_user("leader")
    answer = post(
        client,
        reverse("accounts:give", args=[person.pk]),
        role="officer",
        place="ca mau",
        valid_from="15/9/2021",
        reason="QĐ 12/QĐ-UBND",
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'value="96/964/"' in text
    assert 'value="96/"' in text
    part = client.get(reverse("accounts:places") + "?place=an xuyen&for=role").content.decode()
    assert 'value="96/964/32025/"' in part


def test_an_account_is_opened_and_its_slip_shown_once(cast, as_user):
    client = as_user("admin")
    answer = post(
        client,
        reverse("accounts:open"),
        full_name="Lý Văn Mới",
        username="ly.van.moi",
        place="Xã An Xuyên",
        role="officer",
        reason="QĐ 12/QĐ-UBND",
    )
    assert answer.status_code == 200, answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    user = User.objects.get(username="ly.van.moi")
    password = answer.context["password"]
    assert password in answer.content.decode()
    assert user.check_password(password)
    person = client.get(reverse("accounts:person", args=[user.pk])).content.decode()
    assert password not in person
    assert "Lý Văn Mới" in person


def test_a_password_from_a_slip_is_changed_before_anything_else(client, cast):
    user = cast.users["city"]
    user.must_change_password = True
    user.save(update_fields=["must_change_password"])
    signed = client.post(reverse("account_login"), {"login": "city", "password": PASSWORD})
    assert signed.status_code == 302
    wanted = client.get(reverse("accounts:me"))
    assert wanted.headers["Location"] == reverse("account_change_password")
    assert client.get(reverse("account_change_password")).status_code == 200
    changed = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "mot-cau-dai-96", "password2": "mot-cau-dai-96"},
    )
    assert changed.status_code == 302
    assert client.get(reverse("accounts:me")).status_code == 200
    assert list(Entry.objects.order_by("pk").values_list("event", flat=True)) == [
        "accounts.SignedIn",
        "accounts.PasswordChanged",
    ]


def test_after_five_wrong_passwords_the_name_is_closed_for_a_while(client, cast):
    for _ in range(5):
        answer = client.post(reverse("account_login"), {"login": "city", "password": "sai"})
        assert answer.status_code == 200
    right = client.post(reverse("account_login"), {"login": "city", "password": PASSWORD})
    assert right.status_code == 200
    assert not get_user(client).is_authenticated
    other = client.post(reverse("account_login"), {"login": "health", "password": PASSWORD})
    assert other.status_code == 302
    assert Entry.objects.filter(event="accounts.SignInFailed").count() == 5


def test_a_name_that_does_not_exist_leaves_nothing_on_record(client, cast):
    client.post(reverse("account_login"), {"login": "mat-khau-cua-toi", "password": "x"})
    assert not Entry.objects.exists()


def test_nobody_signs_up_and_nobody_gets_a_password_by_mail(client, cast):
    for path in ("/sign-in/signup/", "/sign-in/password/reset/", "/sign-in/email/"):
        assert client.get(path).status_code in (302, 404)
    assert "signup" not in client.get(reverse("account_login")).content.decode()


def test_who_works_in_two_places_chooses_first_and_can_change(cast, as_user):
    Grant.objects.create(
        user=cast.users["city"],
        role="clerk",
        path="96/",
        place_name="Tỉnh Cà Mau",
        valid_from=TODAY,
    )
    client = as_user("city")
    asked = client.get(reverse("accounts:grants") + "?q=a")
    assert asked.status_code == 302
    assert asked.headers["Location"].startswith(reverse("accounts:choose_workplace"))
    page = client.get(asked.headers["Location"]).content.decode()
    assert "Tỉnh Cà Mau" in page
    chosen = post(
        client, reverse("accounts:choose_workplace"), path="96/964/", next="/accounts/me/"
    )
    assert chosen.headers["Location"] == "/accounts/me/"
    assert client.get(reverse("accounts:grants")).wsgi_request.actor.workplace == "96/964/"
    post(client, reverse("accounts:choose_workplace"), path="96/", next="https://x.example/")
    assert client.get(reverse("accounts:me")).wsgi_request.actor.workplace == "96/"
    assert post(client, reverse("accounts:choose_workplace"), path="95/").status_code == 404
    names = Entry.objects.order_by("pk").values_list("event", "path")
    assert list(names) == [
        ("accounts.WorkplaceChosen", "96/964/"),
        ("accounts.WorkplaceChosen", "96/"),
    ]


def test_a_deputy_sees_for_whom_they_act_and_the_record_says_so(cast, as_user):
    actions.deputise(
        cast.leader,
        grant_id=Grant.objects.get(user=cast.users["leader"]).pk,
        deputy_id=cast.users["clerk"].pk,
        valid_from=TODAY,
        valid_until=TODAY + timedelta(days=3),
        reason="đi công tác",
        now=NOW,
    )
    client = as_user("clerk")
    key = f"96/@{cast.users['leader'].pk}"
    post(client, reverse("accounts:choose_workplace"), path=key)
    page = client.get(reverse("accounts:me"))
    assert "for Trần Văn Lãnh" in page.content.decode()
    assert page.wsgi_request.actor.on_behalf_of == "Trần Văn Lãnh"


def test_the_person_page_offers_what_the_reader_may_do(cast, as_user):
    url = reverse("accounts:person", args=[cast.users["city"].pk])
    grant = Grant.objects.get(user=cast.users["city"])
    withdraw = reverse("accounts:withdraw", args=[grant.pk])
    deputise = reverse("accounts:deputise", args=[grant.pk])
    close = reverse("accounts:keep", args=[cast.users["city"].pk, "close"])
    seen_by = {
        name: as_user(name).get(url).content.decode() for name in ("leader", "admin", "city")
    }
    assert withdraw in seen_by["leader"]
    assert close not in seen_by["leader"]
    assert close in seen_by["admin"]
    assert withdraw not in seen_by["city"]
    assert deputise in seen_by["city"]
    assert as_user("neighbour").get(url).status_code == 404


@pytest.mark.parametrize("verb", ["close", "password", "second-factor", "reopen"])
def test_keeping_an_account_asks_for_a_reason(cast, as_user, verb):
    url = reverse("accounts:keep", args=[cast.users["city"].pk, verb])
    client = as_user("admin")
    assert client.get(url).status_code == 200
    assert post(client, url, reason="").status_code == 422


def test_a_reset_password_ends_open_sessions(cast, client):
    client.force_login(cast.users["city"])
    actions.reset_password(
        cast.admin, user_id=cast.users["city"].pk, reason="mất điện thoại", now=NOW
    )
    assert client.get(reverse("accounts:me")).status_code == 302
    assert not get_user(client).is_authenticated


def test_withdrawing_on_the_page_and_twice(cast, as_user):
    url = reverse("accounts:withdraw", args=[Grant.objects.get(user=cast.users["clerk"]).pk])
    client = as_user("admin")
    assert client.get(url).status_code == 200
    assert post(client, url, reason="chuyển công tác").status_code == 302
    again = post(client, url, reason="chuyển công tác")
    assert again.status_code == 422
    assert "already been withdrawn" in again.content.decode()


def test_ones_own_telephone_is_kept_and_the_language_chosen(cast, as_user):
    client = as_user("city")
    saved = post(client, reverse("accounts:contact"), phone="0913 000 111", email="p@example.vn")
    assert saved.status_code == 302
    assert User.objects.get(username="city").phone == "0913 000 111"
    assert post(client, reverse("accounts:contact"), phone="", email="no").status_code == 422
    post(client, reverse("set_language"), language="vi", next="/accounts/me/")
    assert client.cookies["django_language"].value == "vi"


def test_the_pages_of_second_factors_open(cast, as_user):
    client = as_user("city")
    assert client.get(reverse("mfa_index")).status_code == 200
    # These ask for the password again first.
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert client.get(reverse(name)).status_code in (200, 302)
