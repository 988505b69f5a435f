"""The only watchdog: events are hints to look at once; the look decides.

Source: workflow sheet section 8: inotify sees nothing on SMB and NFS, and PollingObserver's thread
dies without a word when its share disappears.
"""

import logging
from collections.abc import Callable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

# It has a word to say about every watcher that is stopped, and nobody to say it to.
logging.getLogger("watchdog").addHandler(logging.NullHandler())


class _Waking(FileSystemEventHandler):
    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Whatever it is; reading a file changes nothing."""
        if event.event_type not in ("opened", "closed_no_write"):
            self._wake()


class Hints:
    """Wakes the service when something happens in a folder, as long as it can be watched."""

    def __init__(self, place: Path, wake: Callable[[], None], *, poll: bool, every: float) -> None:
        """`wake` is called from another thread; `poll` looks each so many seconds, for shares."""
        self._place = place
        self._handler = _Waking(wake)
        self._poll, self._every = poll, every
        self._observer: BaseObserver | None = None

    def restored(self) -> str:
        """See to it that somebody watches; what is to be said of that, if anything."""
        if self._observer and self._is_alive(self._observer):
            return ""
        died = self._observer is not None
        self.stop()
        observer = PollingObserver(timeout=self._every) if self._poll else Observer()
        try:
            observer.schedule(self._handler, str(self._place), recursive=True)
            observer.start()
        except (OSError, RuntimeError) as error:
            return f"no events are to be had ({error}); looking again and again does as well."
        self._observer = observer
        return "the watcher of events had died, and was started again." if died else ""

    def stop(self) -> None:
        """Watch no more."""
        if self._observer:
            self._observer.stop()
            if self._observer.is_alive():
                self._observer.join(timeout=5)
        self._observer = None

    def _is_alive(self, observer: BaseObserver) -> bool:
        """Whether it and everything it listens to is at work."""
        return observer.is_alive() and all(one.is_alive() for one in observer.emitters)
