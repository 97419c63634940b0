"""Uses a gateway through OpenAI's own client, unchanged: python openai_client.py http://HOST:PORT/v1"""

import base64
import sys
import urllib.request

import openai

PNG = b"\x89PNG\r\n\x1a\n"


def main(base):
    client = openai.OpenAI(base_url=base, api_key="none", max_retries=0)

    names = [model.id for model in client.models.list()]
    assert "dall-e-3" in names and "storybook" in names, names
    assert client.models.retrieve("dall-e-3").object == "model"

    url = client.images.generate(model="dall-e-3", prompt="a boat", n=2, size="1024x1024").data
    assert len(url) == 2
    for image in url:
        with urllib.request.urlopen(image.url) as answer:
            assert answer.headers["Content-Type"] == "image/png"
            assert answer.read().startswith(PNG)

    for asked in ({"model": "gpt-image-1"}, {"response_format": "b64_json"}):
        answer = client.images.generate(prompt="a boat", quality="high", user="me", **asked)
        assert base64.b64decode(answer.data[0].b64_json).startswith(PNG)
        assert answer.created > 0 and answer.output_format == "png"

    extended = client.images.generate(
        prompt="a boat", extra_body={"seed": 7, "steps": 3, "guidance_scale": 2.0}
    )
    assert extended.data[0].seed == 7

    events = list(client.images.generate(prompt="a boat", stream=True, partial_images=2))
    assert events[-1].type == "image_generation.completed", events
    assert base64.b64decode(events[-1].b64_json).startswith(PNG)
    assert all(e.type == "image_generation.partial_image" for e in events[:-1])

    refused(openai.NotFoundError, "model_not_found", "model", client, model="nobody", prompt="a")
    refused(openai.BadRequestError, "invalid_value", "n", client, n=0, prompt="a")
    refused(openai.BadRequestError, "unknown_parameter", "sede", client, prompt="a", extra_body={"sede": 1})
    print("openai", openai.__version__, "works")


def refused(kind, code, param, client, **asked):
    try:
        client.images.generate(**asked)
    except kind as e:
        assert (e.code, e.param, e.type) == (code, param, "invalid_request_error"), e
    else:
        raise AssertionError(f"{asked} was not refused")


main(sys.argv[1])
