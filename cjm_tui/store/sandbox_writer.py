"""Writes the answer of an ad hoc query as it comes; its reader may be slow, the query is not."""

import os
import queue
import threading
from typing import Any, BinaryIO

from pyarrow import ipc

from cjm_tui.store.sandbox_answer import Start
from cjm_tui.store.sandbox_protocol import Header


class AnswerWriter(threading.Thread):
    """Takes starts, rows and the end, in order, and never makes their giver wait."""

    def __init__(self, answer: BinaryIO) -> None:
        super().__init__(daemon=True)
        self._answer = answer
        self._parts: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def begin(self, start: Start) -> None:
        """Rows begin, or begin anew."""
        self._parts.put(start)

    def rows(self, batch: Any) -> None:
        """Some more rows."""
        self._parts.put(batch)

    def end(self, header: Header) -> None:
        """Nothing comes after this."""
        self._parts.put(header)

    def run(self) -> None:
        """Write until the end; when nobody reads any more, end the process, which only reads."""
        try:
            self._write()
        except BrokenPipeError:
            os._exit(0)

    def _write(self) -> None:
        stream: Any = None
        while True:
            part = self._parts.get()
            if isinstance(part, Start | Header) and stream is not None:
                stream.close()
                stream = None
            if isinstance(part, Header):
                self._answer.write(part.message())
                self._answer.close()
                return
            if isinstance(part, Start):
                self._answer.write(Header(rows=True, types=part.types).message())
                stream = ipc.new_stream(self._answer, part.schema)
            elif part.num_rows:
                stream.write_batch(part)
            if self._parts.empty():
                self._answer.flush()
