"""How to call a service: the same question from curl, Python, JavaScript and Ruby, with the service's own address."""

import json


def calls(served, url, token=None):
    """Return ((title, code), ...) for one model.

    Parameters
    ----------
    served : Served
    url : str
        Where the service answers, without a slash at its end.
    token : str or None
        Whether one is needed; the code reads it from the variable TOKEN.
    """
    if served.kind in ("images", "sounds"):
        return _of_a_file(served, url, "photo.jpg" if served.kind == "images" else "sound.wav", token)
    path = f"{url}/{'generate' if served.writes else 'predict'}/{served.name}"
    body = {"about": "light"} if served.writes else {"rows": [served.example]}
    return _of_json(path, body, token)


def _of_json(path, body, token):
    """Return the calls that send JSON."""
    text = json.dumps(body, ensure_ascii=False)
    python = repr(body)
    bearer = ['-H "Authorization: Bearer $TOKEN" '] * bool(token)
    quoted = text.replace("'", "'\\''")
    header = ', headers={"Authorization": f"Bearer {TOKEN}"}' if token else ""
    js = ', "Authorization": `Bearer ${TOKEN}`' if token else ""
    ruby = ', "Authorization" => "Bearer #{TOKEN}"' if token else ""
    return (
        ("curl", f"curl {path} {''.join(bearer)}\\\n  -H 'Content-Type: application/json' -d '{quoted}'"),
        ("Python", f"import requests\n\nanswer = requests.post({path!r}, json={python}{header})\nprint(answer.json())"),
        ("JavaScript", f'const answer = await fetch("{path}", {{\n  method: "POST", headers: {{"Content-Type": "application/json"{js}}},\n'
                       f"  body: JSON.stringify({text})\n}});\nconsole.log(await answer.json());"),
        ("Ruby", 'require "json"\nrequire "net/http"\n\n'
                 f'answer = Net::HTTP.post(URI("{path}"), {_ruby(text)},\n  "Content-Type" => "application/json"{ruby})\nputs JSON.parse(answer.body)'),
    )  # fmt: skip


def _of_a_file(served, url, file, token):
    """Return the calls that send a file as it is."""
    path = f"{url}/predict/{served.name}"
    bearer = ' -H "Authorization: Bearer $TOKEN"' if token else ""
    header = ', headers={"Authorization": f"Bearer {TOKEN}"}' if token else ""
    js = ', headers: {"Authorization": `Bearer ${TOKEN}`}' if token else ""
    ruby = ', "Authorization" => "Bearer #{TOKEN}"' if token else ""
    kind = "image/jpeg" if served.kind == "images" else "audio/wav"
    return (
        ("curl", f"curl {path}{bearer} -F file=@{file}"),
        ("Python", f"import requests\n\nanswer = requests.post({path!r}, files={{'file': open({file!r}, 'rb')}}{header})\nprint(answer.json())"),
        ("JavaScript", f'const answer = await fetch("{path}", {{method: "POST", body: file{js}}}); // a File or a Blob\nconsole.log(await answer.json());'),
        ("Ruby", 'require "json"\nrequire "net/http"\n\n'
                 f'answer = Net::HTTP.post(URI("{path}"), File.binread("{file}"), "Content-Type" => "{kind}"{ruby})\nputs JSON.parse(answer.body)'),
    )  # fmt: skip


def _ruby(text):
    """Return a text in Ruby's quotes, in which nothing is looked for."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
