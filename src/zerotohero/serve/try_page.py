"""The try page: a drawing pad, a drop zone, a microphone, a form or lines of verse here, answered by a run."""

from zerotohero.serve.corrections import Corrections
from zerotohero.serve.local import LocalServer
from zerotohero.serve.page import answers_for, page_files


class TryServer(LocalServer):
    """Serve the try page of one run.

    Parameters
    ----------
    run : Run
        What answers.
    folder : path or None
        Where wrong answers that are put right are kept; None: nowhere.
    host : {"127.0.0.1", "localhost"}
    port : int
        0 takes a free one.

    Examples
    --------
    >>> server = TryServer(open_run("best"))  # doctest: +SKIP
    >>> server.url, server.serve_forever()  # doctest: +SKIP
    """

    def __init__(self, run, folder=None, host="127.0.0.1", port=0):
        answers, self.corrections = answers_for(run), None
        questions = {"describe": lambda _: answers.describe, "predict": answers.answer}
        if folder is not None and run.model.manifest["task"] != "generation":
            self.corrections = Corrections(answers, folder)
            questions["describe"] = lambda _: {**answers.describe, "corrections": self.corrections.describe}
            questions["correct"] = self.corrections.keep
        super().__init__(page_files(), questions, host, port)
