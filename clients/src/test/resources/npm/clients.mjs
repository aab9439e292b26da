// Draws with OpenAI's JavaScript library and with the AI SDK, and prints what came, as one JSON object.
import OpenAI, { toFile } from "openai";
import { generateImage } from "ai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { readFileSync } from "node:fs";

const [address, source, mask] = process.argv.slice(2);
const openai = new OpenAI({ baseURL: `${address}v1`, apiKey: "none is needed" });
const out = {};

const made = await openai.images.generate({ prompt: "a sneaker", n: 2, seed: 7 });
out.generated = made.data.map((one) => one.b64_json);
out.revised = made.data[0].revised_prompt;

const stream = await openai.images.generate({ prompt: "Dress", stream: true, partial_images: 3, seed: 5 });
out.types = [];
for await (const event of stream) {
  out.types.push(event.type);
  out.streamed = event.b64_json;
}

const edited = await openai.images.edit({
  image: await toFile(readFileSync(source), "source.png", { type: "image/png" }),
  mask: await toFile(readFileSync(mask), "mask.png", { type: "image/png" }),
  prompt: "Coat",
  seed: 9,
});
out.edited = edited.data[0].b64_json;

try {
  await openai.images.generate({ prompt: "Bag", n: 1000 });
} catch (error) {
  out.error = { name: error.constructor.name, param: error.param, code: error.code };
}
out.models = (await openai.models.list()).data.map((one) => one.id);

const provider = createOpenAICompatible({ name: "codevar", baseURL: `${address}v1` });
const { images } = await generateImage({ model: provider.imageModel("fashion32"), prompt: "an ankle boot", n: 2, size: "1024x1024" });
out.sdk = images.map((one) => one.base64);
console.log(JSON.stringify(out));
