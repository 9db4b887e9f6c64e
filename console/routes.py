"""Every address of the console, and how it is built into the application."""

from flask import Blueprint, Flask, redirect, url_for
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.wrappers import Response

from console import (
    accounts,
    alerts,
    announcing,
    arrivals,
    asked_for,
    audit_page,
    chain,
    collecting,
    day_settings,
    district,
    doorless,
    duties,
    entering,
    files,
    household_acts,
    households,
    list_files,
    now,
    on_their_behalf,
    pages,
    people,
    printing,
    readings,
    roster,
    sales,
    search,
    sent,
    signing_in,
    voices,
)
from console.door import answer_lost, guard

ID = "int(max=900000000000000000)"  # more digits do not fit the database's numbers
LIST = "any(roster,staff,sales)"

ROUTES = (
    ("GET", "/", "now", now.now),
    ("GET", "/now", "now_part", now.part),
    ("GET", f"/grids/<{ID}:grid_id>", "grid", now.grid),
    ("GET", f"/buildings/<{ID}:building_id>", "building", now.building),
    ("GET", "/sales", "sales", sales.sales),
    ("GET", f"/sales/<{ID}:sale_id>", "sale", sales.sale),
    ("GET", f"/sales/<{ID}:sale_id>/orders", "orders", sales.orders),
    ("POST", f"/sales/<{ID}:sale_id>/orders", "order_for", sales.order_for),
    ("POST", f"/sales/<{ID}:sale_id>/orders/cancel", "cancel_for", sales.cancel_for),
    ("GET", f"/sales/<{ID}:sale_id>/arrival", "arrival", arrivals.arrival),
    ("POST", f"/sales/<{ID}:sale_id>/arrival/count", "count", arrivals.count),
    ("POST", f"/sales/<{ID}:sale_id>/arrival/instead", "offer", arrivals.offer),
    ("POST", f"/sales/<{ID}:sale_id>/arrival/settle", "settle", arrivals.settle),
    ("GET", f"/sales/<{ID}:sale_id>/waves", "waves", collecting.waves_page),
    ("POST", f"/sales/<{ID}:sale_id>/waves/plan", "plan", collecting.plan),
    ("POST", f"/sales/<{ID}:sale_id>/waves/call", "call", collecting.call),
    ("POST", f"/sales/<{ID}:sale_id>/waves/close", "close_point", collecting.close_point),
    ("GET", f"/sales/<{ID}:sale_id>/route", "route", collecting.route),
    ("POST", f"/sales/<{ID}:sale_id>/route", "bring_up", collecting.bring_up),
    ("POST", f"/sales/<{ID}:sale_id>/handed", "hand_over", collecting.hand_over),
    ("POST", f"/sales/<{ID}:sale_id>/handed/undo", "untick", collecting.untick),
    ("GET", f"/sales/<{ID}:sale_id>/money", "accounts", accounts.accounts),
    ("POST", f"/sales/<{ID}:sale_id>/money", "book", accounts.book),
    ("POST", f"/sales/<{ID}:sale_id>/money/undo", "undo_entry", accounts.undo),
    ("GET", "/requests", "asked", asked_for.asked),
    ("GET", f"/requests/<{ID}:request_id>", "asked_one", asked_for.asked_one),
    ("POST", f"/requests/<{ID}:request_id>", "move_request", asked_for.move_request),
    ("POST", f"/requests/<{ID}:request_id>/link", "link_request", asked_for.link_request),
    ("POST", f"/requests/<{ID}:request_id>/gas", "sign_gas", asked_for.sign_gas),
    ("GET", f"/requests/<{ID}:request_id>/sound", "spoken", asked_for.spoken),
    ("GET", f"/requests/<{ID}:request_id>/note", "request_note", asked_for.request_note),
    ("GET", f"/items/<{ID}:item_id>", "item", doorless.item),
    ("POST", f"/items/<{ID}:item_id>", "work_item", doorless.work_item),
    ("GET", f"/items/<{ID}:item_id>/note", "item_note", doorless.item_note),
    ("GET", f"/alerts/<{ID}:alert_id>/note", "alert_note", alerts.alert_note),
    ("GET", f"/households/<{ID}:household_id>/note", "household_note", households.household_note),
    ("GET", "/messages", "messages", sent.messages),
    ("GET", "/announcements", "told", announcing.told),
    ("GET", "/announcements/new", "write", announcing.write),
    ("POST", "/announcements/new", "count_up", announcing.count_up),
    ("POST", "/announcements", "tell", announcing.tell),
    ("GET", f"/announcements/<{ID}:announcement_id>", "announcement", announcing.announcement),
    ("POST", f"/announcements/<{ID}:announcement_id>/withdraw", "withdraw", announcing.withdraw),
    ("GET", "/voices", "voices", voices.voices),
    ("GET", "/voices/<spoken>/<prompt>", "voice", voices.voice),
    ("GET", "/voices/<spoken>/<prompt>/sound", "recording", voices.recording),
    ("POST", "/voices/<spoken>/<prompt>", "bring_voice", voices.bring_voice),
    ("POST", "/voices/<spoken>/<prompt>/synthetic", "give_back", voices.give_back),
    ("GET", "/dialogues", "dialogues", voices.dialogues),
    ("GET", "/day-plan", "day_plan", day_settings.day_plan),
    ("POST", "/day-plan", "change_day", day_settings.change_day),
    ("GET", "/paper", "paper", printing.paper),
    ("GET", "/paper/<kind>.<form>", "sheet", printing.sheet),
    ("GET", "/search", "search", search.search),
    ("GET", "/entries", "entries", entering.entries),
    ("POST", "/entries", "enter", entering.enter),
    ("POST", "/entries/undo", "undo", entering.undo),
    ("GET", f"/households/<{ID}:household_id>", "household", households.household),
    ("POST", f"/households/<{ID}:household_id>/report", "report", households.report),
    ("POST", f"/households/<{ID}:household_id>/pause", "pause", household_acts.pause),
    ("POST", f"/households/<{ID}:household_id>/resume", "resume", household_acts.resume),
    ("POST", f"/households/<{ID}:household_id>/by-person", "by_person", household_acts.by_person),
    ("POST", f"/households/<{ID}:household_id>/number", "add_number", household_acts.add_number),
    ("GET", f"/readings/<{ID}:reading_id>", "reading", readings.reading),
    ("POST", f"/readings/<{ID}:reading_id>", "correct", readings.correct),
    ("POST", f"/households/<{ID}:household_id>/order", "order", on_their_behalf.order),
    ("POST", f"/households/<{ID}:household_id>/order/cancel", "cancel_order", on_their_behalf.cancel_order),
    ("POST", f"/households/<{ID}:household_id>/request", "ask", on_their_behalf.ask),
    ("POST", f"/households/<{ID}:household_id>/meals", "meals", on_their_behalf.meals),
    ("GET", "/alerts", "alerts", alerts.alerts),
    ("GET", f"/alerts/<{ID}:alert_id>", "alert", alerts.alert),
    ("POST", f"/alerts/<{ID}:alert_id>", "deal", alerts.deal),
    ("GET", "/clusters", "clusters", alerts.clusters),
    ("GET", "/files", "files", files.files),
    ("GET", f"/files/<{ID}:file_id>", "file", files.file),
    ("POST", f"/files/<{ID}:file_id>", "write_file", files.write),
    ("GET", "/chain", "chain", chain.chain),
    ("POST", "/chain", "look_chain", chain.look),
    ("POST", "/chain/undo", "undo_chain", chain.undo),
    ("GET", "/roster", "roster", roster.roster),
    ("GET", f"/residents/<{ID}:resident_id>", "person", people.person),
    ("POST", f"/residents/<{ID}:resident_id>", "change_person", people.change),
    ("POST", f"/residents/<{ID}:resident_id>/move", "move_person", people.move),
    ("POST", f"/residents/<{ID}:resident_id>/merge", "merge_person", people.merge),
    ("GET", "/staff", "staff", duties.staff),
    ("POST", "/staff/stand-ins", "note_stand_in", duties.note_stand_in),
    ("POST", f"/staff/<{ID}:worker_id>/back", "come_back", duties.back),
    ("POST", "/staff/grids", "give_grid", duties.give_grid),
    ("POST", f"/lists/<{LIST}:kind>", "send_list", list_files.send),
    ("GET", f"/lists/<{LIST}:kind>.<any(csv,xlsx):suffix>", "fetch_list", list_files.fetch),
    ("GET", f"/uploads/<{ID}:upload_id>", "upload", list_files.upload),
    ("POST", f"/uploads/<{ID}:upload_id>", "take_upload", list_files.take),
    ("GET", "/district", "district", district.district),
    ("GET", "/audit", "audit", audit_page.audit),
    ("GET", "/sign-in", "sign_in", signing_in.sign_in),
    ("POST", "/sign-in", "ask_code", signing_in.ask_code),
    ("GET", "/sign-in/code", "code", signing_in.code),
    ("POST", "/sign-in/code", "try_code", signing_in.try_code),
    ("GET", "/sign-in/which", "which", signing_in.which),
    ("POST", "/sign-in/which", "choose", signing_in.choose),
    ("GET", "/sign-in/password", "password", signing_in.password),
    ("POST", "/sign-in/password", "try_password", signing_in.try_password),
    ("POST", "/sign-out", "sign_out", signing_in.sign_out),
    ("POST", "/language", "language", signing_in.language),
    ("GET", "/<path:rest>", "nothing", pages.nothing),
)


def mount(app: Flask) -> None:
    """Build the console into the application, with `/` leading to it."""
    console = Blueprint(
        "console", "console", url_prefix="/console", static_folder="static", template_folder="templates"
    )
    guard(console)
    pages.prepare(console)
    for method, rule, name, view in ROUTES:
        console.add_url_rule(rule, name, view, methods=[method])
    app.register_blueprint(console)
    app.add_url_rule("/", "home", home)
    for lost in (NotFound, MethodNotAllowed):
        app.register_error_handler(lost, answer_lost)


def home() -> Response:
    """The console is what people look for here."""
    return redirect(url_for("console.now"), 303)
