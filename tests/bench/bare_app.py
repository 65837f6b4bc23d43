"""The yardstick of start-up and bytes: a table of 20 rows with Textual's header and footer."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer, Header


class BareApp(App[None]):
    """Nothing but a DataTable."""

    def compose(self) -> ComposeResult:
        yield Header()
        yield DataTable(cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("touchpoint", "n", "score", "signal", "owner")
        for row in range(20):
            table.add_row(f"touchpoint {row}", str(row * 101), f"{row}.5", "steady", "somebody")


if __name__ == "__main__":
    BareApp().run()
