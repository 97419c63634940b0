"""The text that the tiny tokenizer's merges are learned from. Written for this purpose."""

TEXT = """
a photo of a red boat on the calm sea at sunset, with mountains behind it
a painting of a small house near the river, soft light, highly detailed
an old photograph of the harbour in the rain; the boats are at rest
the cat sat on the wall and watched the birds fly over the roof of the barn
a portrait of a young woman with a straw hat, oil on canvas, warm colours
a drawing of a tree in winter, black ink on white paper, sharp focus
three green apples and one lemon on a wooden table, morning light
a dog runs through the tall grass toward the lake in the evening
blue sky, white clouds, yellow field, a road that leads to the village
a photo of the moon above the mountains, stars, long exposure, very detailed
the lighthouse stands on the rocks and the waves break against it
a watercolour of flowers in a glass vase, loose brush strokes
blurry, low quality, bad anatomy, watermark, text, out of frame
it isn't what they're saying; we've seen that she'll come and he'd stay
a castle on the hill, fog in the valley, a river that winds through the forest
""".strip()
