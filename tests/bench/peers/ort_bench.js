// SPDX-License-Identifier: GPL-3.0-or-later
// Median time of ONNX Runtime, in milliseconds an image, as one line of JSON.
//   node ort_bench.js MODEL.onnx THREADS BATCH SECONDS
// onnxruntime-node is looked for in the working directory.
const {createRequire} = require('node:module');
const ort = createRequire(process.cwd() + '/')('onnxruntime-node');

async function main() {
    const [model, threads, batch, seconds] = process.argv.slice(2);
    const session = await ort.InferenceSession.create(model, {
        executionProviders: ['cpu'],
        graphOptimizationLevel: 'all',
        intraOpNumThreads: Number(threads),
        interOpNumThreads: 1,
        executionMode: 'sequential',
    });
    const count = Number(batch);
    const pixels = new Float32Array(count * 3 * 224 * 224);
    for (let i = 0; i < pixels.length; ++i)
        pixels[i] = Math.random() * 2 - 1;
    const feeds = {input: new ort.Tensor('float32', pixels, [count, 3, 224, 224])};
    for (let i = 0; i < 10; ++i)
        await session.run(feeds); // warm
    const times = [];
    const end = performance.now() + Number(seconds) * 1000;
    while (performance.now() < end) {
        const start = performance.now();
        await session.run(feeds);
        times.push((performance.now() - start) / count);
    }
    times.sort((a, b) => a - b);
    console.log(JSON.stringify({
        engine: 'onnxruntime', threads: Number(threads), batch: count, runs: times.length,
        medianMs: times[times.length >> 1], lowestMs: times[0],
    }));
}
main();
