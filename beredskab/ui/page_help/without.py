"""Pages that need no help line, and why. A page that is neither here nor helped fails a test."""

_FORM = "a page of the guided form: each question has its own help, and nothing comes before the question"
_ASKS = "asks one thing and says on the page what happens"
_DOOR = "a step of signing in or out: the page says the one thing to do"
_NO_PAGE = "no page that somebody stays on: a file, a picture, a redirect, or an answer to a machine"
_ABOUT = "is help itself, or about the portal"
_PUBLIC = "for somebody without login: one thing on one page"

_PAGES: dict[str, str] = {
    _FORM: (
        "notifications:at_step notifications:choose notifications:step notifications:draft "
        "notifications:receipt "
        "notifications:sheet notifications:full_copy notifications:files notifications:show_me "
        "notifications:absence"
    ),
    _ASKS: (
        "plans:discard plans:remove_block plans:go_back notifications:discard notifications:stop_drill "
        "notifications:delete_drill administration:take_right"
    ),
    _DOOR: (
        "hide signin:sign_in signin:code signin:set_up signin:prove signin:not_sure_enough signin:logged_off "
        "signin:unlock"
    ),
    _NO_PAGE: (
        "official_statement signin:square signin:provider signin:answer signin:saml_metadata "
        "signin:saml_answer "
        "administration:health administration:living plans:file plans:logo notifications:case_file_page "
        "notifications:handover_file notifications:file_page notifications:statistics_file"
    ),
    _ABOUT: "help accessibility privacy",
    _PUBLIC: "plans:card plans:public_report notifications:proof",
}

WITHOUT: dict[str, str] = {name: why for why, names in _PAGES.items() for name in names.split()}
