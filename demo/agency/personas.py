"""The personas that a demonstration lets you sign in as; each is a row of its agency's roster."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Persona:
    """Somebody to sign in as, and what she or he is here for."""

    key: str
    name: str
    employee_id: str
    agency: str
    title_line: str
    here_for: str
    capabilities: tuple[str, ...] = ()


PERSONAS = (
    Persona(
        "learner",
        "Dana Whitlock",
        "900114",
        "ACS",
        "Child Protective Specialist, CARES unit, Bronx",
        "Has ten free minutes between home visits and wants the next thing to learn.",
    ),
    Persona(
        "new-cps",
        "Tomas Arriaga",
        "900121",
        "ACS",
        "Child Protective Specialist, onboarding unit, Queens",
        "Started eight weeks ago and wants to know what comes next, and whom to ask.",
    ),
    Persona(
        "mentor",
        "Yvonne Castleberry",
        "900138",
        "ACS",
        "Child Protective Specialist, Queens",
        "Has six years in the field and wants to pass them on without losing her own cases.",
    ),
    Persona(
        "supervisor",
        "Nadine Halvorsen",
        "900145",
        "ACS",
        "Child Protective Specialist Supervisor, CARES unit, Bronx",
        "Wants to see what her team needs today and whose training is open.",
        ("see_team",),
    ),
    Persona(
        "director",
        "Winston Averill",
        "900152",
        "ACS",
        "Director of Field Operations, Bronx",
        "Answers for a borough and wants to see where his division stands.",
        ("see_division",),
    ),
    Persona(
        "training-admin",
        "Ruth Feldmann",
        "900169",
        "ACS",
        "Training Administrator, Workforce Institute",
        "Puts courses up from a file and sees who is eligible and who is done.",
        ("manage_courses",),
    ),
    Persona(
        "development-coordinator",
        "Celeste Amado",
        "900176",
        "ACS",
        "Staff Development Coordinator, Workforce Institute",
        "Registers staff for the courses that they cannot register for themselves.",
        ("register_others",),
    ),
    Persona(
        "instructor",
        "Gordon Pettway",
        "900183",
        "ACS",
        "Instructor, Workforce Institute",
        "Teaches in a room and on the screen, and notes who was there.",
        ("run_sessions",),
    ),
    Persona(
        "coordinator",
        "Lila Marchetti",
        "900190",
        "ACS",
        "Mentorship Program Coordinator, Workforce Institute",
        "Runs the mentorship program, from applications to stipends.",
        ("run_mentoring",),
    ),
    Persona(
        "reader",
        "Bernard Quist",
        "900206",
        "ACS",
        "Human Resources Specialist",
        "Reads the applications of mentors and says what he thinks of each.",
        ("read_applications",),
    ),
    Persona(
        "payroll",
        "Althea Rockwood",
        "900213",
        "ACS",
        "Payroll Officer",
        "Is the second person who approves a stipend before it is paid.",
        ("approve_payroll",),
    ),
    Persona(
        "panel",
        "Frank Delvecchio",
        "900220",
        "ACS",
        "Labor Relations Officer, labor-management panel",
        "Wants to know how the program does, in totals and never by name.",
        ("see_aggregates",),
    ),
    Persona(
        "analyst",
        "Naomi Tanaka",
        "900237",
        "ACS",
        "Evaluation Analyst",
        "Asks whether any of it works, and for whom.",
        ("analyze",),
    ),
    Persona(
        "help-desk",
        "Curtis Bramwell",
        "900244",
        "ACS",
        "Help Desk Specialist",
        "Answers the people who are stuck.",
        ("answer_help",),
    ),
    Persona(
        "admin",
        "Sabine Kowal",
        "900251",
        "ACS",
        "Systems Administrator",
        "Reads the roster in and decides who may do what.",
        ("administer", "import_roster", "grant_capabilities"),
    ),
    Persona(
        "other-agency",
        "Pilar Everhart",
        "500107",
        "PARTNER",
        "Family Case Worker, Partner Family Services",
        "Works for another agency and must see nothing of this one.",
    ),
)

BY_KEY = {persona.key: persona for persona in PERSONAS}
