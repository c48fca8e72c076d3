"""The contract of courses, enrollments and played seconds, over HTTP."""

import json
import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test import Client
from time_machine import TimeMachineFixture

from fieldwise.apps.learning.models import Certificate, Course, Enrollment
from fieldwise.apps.ledger.models import Entry
from tests.cast import AT, Cast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Player:
    """A client that speaks the contract as one person."""

    def __init__(self, person: Any) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.client.force_login(person, backend=BACKEND)
        self.client.get("/courses/short-series/")
        self.token = "x" * 32
        self.client.cookies["csrftoken"] = self.token

    def post(self, path: str, body: Any) -> Any:
        text = body if isinstance(body, str) else json.dumps(body)
        headers = {"X-CSRFToken": self.token}
        return self.client.post(f"/api/v1/{path}", text, content_type="application/json", headers=headers)

    def enroll(self) -> Any:
        return self.post("enrollments", {"course": "short-series"})

    def open(self, number: int = 0) -> dict[str, str]:
        components = self.client.get("/api/v1/courses/short-series").json()["components"]
        answer = self.post("plays", {"component": components[number]["id"]})
        assert answer.status_code == 200
        return {**answer.json(), "seconds": components[number]["seconds"]}

    def report(self, play: dict[str, str], *stretches: tuple[float, float], lease: str = "") -> Any:
        segments = [
            {"id": str(uuid4()), "from": a, "to": b, "rate": 1, "ended_at": None} for a, b in stretches
        ]
        return self.post(
            f"plays/{play['play']}/segments", {"lease": lease or play["lease"], "segments": segments}
        )


@pytest.fixture
def learner(cast: Cast, course: Course) -> Player:
    player = Player(cast["learner"])
    assert player.enroll().status_code == 201
    return player


def test_the_catalogue_and_a_course_are_public(course: Course, client: Client) -> None:
    listed = client.get("/api/v1/courses").json()
    assert listed["count"] == 1
    assert set(listed["items"][0]) == {"slug", "title", "mode", "minutes"}
    told = client.get("/api/v1/courses/short-series").json()
    assert [part["kind"] for part in told["components"]] == ["micro_video", "micro_video"]
    assert all(isinstance(part["id"], str) and part["seconds"] > 1 for part in told["components"])
    assert client.get("/api/v1/courses/none").status_code == 404


def test_enrolling_is_201_once_and_then_200(learner: Player) -> None:
    assert learner.enroll().status_code == 200
    assert Enrollment.objects.count() == 1
    assert Entry.objects.filter(deed="enroll").count() == 1


def test_who_is_not_in_the_audience_reads_why(cast: Cast, course: Course) -> None:
    answer = Player(cast["new-cps"]).enroll()
    assert answer.status_code == 403
    texts = [reason["text"] for reason in answer.json()["reasons"]]
    assert "Your unit, Queens Onboarding 2, is not a CARES unit." in texts


def test_who_is_not_enrolled_cannot_play(cast: Cast, course: Course) -> None:
    player = Player(cast["supervisor"])
    component = player.client.get("/api/v1/courses/short-series").json()["components"][0]["id"]
    answer = player.post("plays", {"component": component})
    assert answer.status_code == 403
    assert answer.json()["reasons"][0]["text"] == "Enroll in the course first."


def test_played_seconds_are_a_union_and_the_last_component_issues_one_certificate(learner: Player) -> None:
    first, second = learner.open(0), learner.open(1)
    answer = learner.report(first, (3, first["seconds"]), (0, 2), (0, 2)).json()
    assert answer["played"] == [[0, 2], [3, first["seconds"]]] or answer["complete"]
    assert learner.report(first, (2, 3)).json()["complete"]
    done = learner.report(second, (0, second["seconds"])).json()
    assert (done["complete"], done["seconds"]) == (True, second["seconds"])
    learner.report(second, (0, second["seconds"]))
    certificate = Certificate.objects.get()
    assert certificate.snapshot["name"] == "Dana Whitlock"
    assert Enrollment.objects.get().completed_at


def test_an_empty_list_reads_the_state(learner: Player) -> None:
    play = learner.open()
    learner.report(play, (0, 2))
    state = learner.report(play).json()
    assert (state["played"], state["seconds"], state["complete"]) == ([[0, 2]], 2, False)
    assert (state["accepted"], state["refused"]) == ([], [])


def test_an_altered_a_foreign_and_another_videos_lease_are_refused(learner: Player, cast: Cast) -> None:
    play, other = learner.open(0), learner.open(1)
    supervisor = Player(cast["supervisor"])
    supervisor.enroll()
    foreign = supervisor.open(0)["lease"]
    for lease in (play["lease"][:-1] + "!", other["lease"], foreign, "nonsense"):
        refused = learner.report(play, (0, 1), lease=lease).json()["refused"]
        assert [each["reason"]["code"] for each in refused] == ["unknown_lease"]


def test_a_lease_is_good_for_seven_days(learner: Player, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(AT, tick=False)
    player = Player(Enrollment.objects.get().person)
    play = player.open()
    player.client.cookies.clear()
    time_machine.move_to(AT + timedelta(days=6, hours=23), tick=False)
    late = Player(Enrollment.objects.get().person)
    assert late.report(play, (0, 1)).json()["accepted"]
    time_machine.move_to(AT + timedelta(days=7, seconds=1), tick=False)
    later = Player(Enrollment.objects.get().person)
    refused = later.report(play, (1, 2)).json()["refused"]
    assert refused[0]["reason"]["code"] == "expired_lease"


def test_an_id_of_somebody_else_or_of_nobody_does_not_exist(learner: Player, cast: Cast) -> None:
    play = learner.open()
    supervisor = Player(cast["supervisor"])
    supervisor.enroll()
    assert supervisor.report(play, (0, 1)).status_code == 404
    for play_id in (str(uuid4()), "nonsense", "0" * 500):
        assert learner.report({**play, "play": play_id}, (0, 1)).status_code == 404
    for component in (str(uuid4()), "nonsense"):
        assert learner.post("plays", {"component": component}).status_code == 404
    for slug in ("nothing", "a\x00b", "%00"):
        assert learner.post("enrollments", {"course": slug}).status_code == 404
    for path in ("/api/v1/courses/a%00b", "/certificates/FW%00/", "/certificates/FW%00.pdf", "/verify/FW%00"):
        assert learner.client.get(path).status_code == 404


@pytest.mark.parametrize(
    "segment",
    [
        '{"id": "a", "from": NaN, "to": 1}',
        '{"id": "a", "from": 0, "to": Infinity}',
        '{"id": "a", "from": 0, "to": 1e999}',
        '{"id": "a", "from": 0, "to": "one"}',
        '{"id": "a", "from": 0}',
        '{"id": "", "from": 0, "to": 1}',
        '{"id": "a\\u0000", "from": 0, "to": 1}',
        '{"id": "a", "from": 0, "to": 1, "complete": true}',
        '{"id": "a", "from": 0, "to": 1, "rate": NaN}',
    ],
)
def test_what_is_not_the_schema_is_422_in_the_one_shape(learner: Player, segment: str) -> None:
    play = learner.open()
    body = f'{{"lease": "{play["lease"]}", "segments": [{segment}]}}'
    answer = learner.post(f"plays/{play['play']}/segments", body)
    assert answer.status_code == 422
    assert {"code", "text"} <= set(answer.json()["reasons"][0])


def test_a_body_that_is_not_json_is_422(learner: Player) -> None:
    answer = learner.post("enrollments", "{not json")
    assert (answer.status_code, answer.json()["reasons"][0]["code"]) == (422, "not_json")


def test_a_wrong_method_an_unknown_address_and_too_large_a_body_have_the_one_shape(learner: Player) -> None:
    answers = {
        405: learner.client.put("/api/v1/plays", "{}", content_type="application/json"),
        404: learner.client.get("/api/v1/nothing"),
        400: learner.post("enrollments", f'{{"course": "{"x" * 1_100_000}"}}'),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert {"code", "text"} == set(answer.json()["reasons"][0])


def test_without_the_token_nothing_is_taken(learner: Player) -> None:
    learner.token = ""
    answer = learner.enroll()
    assert (answer.status_code, answer.json()["reasons"][0]["code"]) == (403, "csrf")


def test_without_signing_in_the_answer_is_401(course: Course, client: Client) -> None:
    for path in ("enrollments", "plays", f"plays/{uuid4()}/segments"):
        answer = client.post(f"/api/v1/{path}", "{}", content_type="application/json")
        assert (answer.status_code, answer.json()["reasons"][0]["code"]) == (401, "not_signed_in")


def test_another_agency_sees_nothing_of_the_course(cast: Cast, course: Course) -> None:
    player = Player(cast["other-agency"])
    assert player.client.get("/api/v1/courses").json()["count"] == 0
    assert player.client.get("/api/v1/courses/short-series").status_code == 404
    assert player.enroll().status_code == 404


@pytest.mark.django_db(transaction=True)
def test_many_tabs_at_once_issue_one_certificate_and_share_one_clock(learner: Player) -> None:
    first, second = learner.open(0), learner.open(1)
    learner.report(first, (0, first["seconds"]))
    answers: list[Any] = []

    def post() -> None:
        answers.append(learner.report(second, (0, second["seconds"])).json())
        connections.close_all()

    threads = [threading.Thread(target=post) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(answer["complete"] for answer in answers)
    assert Certificate.objects.count() == 1
    assert Entry.objects.filter(deed="issue_certificate").count() == 1


def test_the_queries_of_a_post_are_bounded(
    learner: Player, django_assert_max_num_queries: Any, cast: Cast
) -> None:
    play = learner.open()
    learner.report(play, (0, 1))
    with django_assert_max_num_queries(20):
        learner.report(play, (1, 2), (2, 3), (0, 1))
    assert connection.vendor in ("sqlite", "postgresql")
