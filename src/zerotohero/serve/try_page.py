"""The try page: a drawing pad, a drop zone, a microphone, a form or lines of verse here, answered by a run."""

from zerotohero.serve.local import LocalServer
from zerotohero.serve.page import answers_for, page_files


class TryServer(LocalServer):
    """Serve the try page of one run.

    Parameters
    ----------
    run : Run
        What answers.
    host : {"127.0.0.1", "localhost"}
    port : int
        0 takes a free one.

    Examples
    --------
    >>> server = TryServer(open_run("best"))  # doctest: +SKIP
    >>> server.url, server.serve_forever()  # doctest: +SKIP
    """

    def __init__(self, run, host="127.0.0.1", port=0):
        answers = answers_for(run)
        questions = {"describe": lambda _: answers.describe, "predict": answers.answer}
        super().__init__(page_files(), questions, host, port)
