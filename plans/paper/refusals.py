"""Why there is no paper. One family of errors, raised by whatever stands between words and a PDF."""


class CannotPrint(Exception):
    """Paper was asked for and there is none; the text of the error says why."""


class PrintingIsOff(CannotPrint):
    """WeasyPrint or Pango is missing on this machine."""


class RefusedFetch(CannotPrint):
    """The document asked for something from outside: `addresses` says what."""

    def __init__(self, addresses: list[str]) -> None:
        self.addresses = addresses
        super().__init__(f"The document asked for {len(addresses)} outside addresses.")


class TookTooMuch(CannotPrint):
    """The document wanted more time or memory than a print may have; the press was stopped."""
