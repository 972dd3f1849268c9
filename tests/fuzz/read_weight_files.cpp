// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/package/imported_weights.h"
#include "core/weights/checked_weights.h"
#include "core/weights/internal/pickle_reader.h"
#include "core/weights/weight_file.h"
#include "tests/fuzz/harness.h"
#include "tests/fuzz/input_file.h"

#include <algorithm>

namespace ccad::fuzz {

namespace {

void expectWeights(const WeightMap& weights)
{
    for (const auto& [name, tensor] : weights.tensors) {
        std::int64_t count = 1;
        for (const std::int64_t side : tensor.shape) {
            expect(side >= 0, "a side is no less than none");
            expect(!__builtin_mul_overflow(count, side, &count), "a shape can be counted");
        }
        expect(count == static_cast<std::int64_t>(tensor.values.size()),
               "a tensor has as many values as its shape says");
    }
    static_cast<void>(checkTensors(weights, tensorsOf(NetworkSpec{})));
}

/// Of safetensors alone: other files may name tensors in ways that these cannot.
void expectCopy(const WeightMap& weights)
{
    const QByteArray written = toSafetensors(weights);
    const auto again = parseSafetensors(written);
    expect(again.hasValue() && toSafetensors(*again) == written,
           "what is written can be read again");
}

void expectPickle(const Result<std::vector<PickledTensor>>& tensors)
{
    if (!tensors)
        return expect(!tensors.error().message.isEmpty(), "an error has a message");
    for (const PickledTensor& tensor : *tensors) {
        expect(tensor.shape.size() == tensor.strides.size(), "each side has a stride");
        expect(tensor.offset >= 0 && tensor.storageElements >= 0
                   && std::all_of(tensor.strides.begin(), tensor.strides.end(),
                                  [](std::int64_t stride) { return stride >= 0; }),
               "no step goes backwards");
    }
}

void expectPackage(const Result<ModelPackage>& package)
{
    if (!package)
        return expectSentence(package.error());
    expect(package->manifest.classes.size()
               == static_cast<std::size_t>(package->manifest.network.classes),
           "each output has a class");
}

} // namespace

void readWeightFiles(const QByteArray& input)
{
    const InputFile file(input);
    const auto weights = readWeights(file.path());
    if (!weights) {
        expectSentence(weights.error());
    } else {
        expectWeights(*weights);
        expectPackage(packageOfWeights(*weights, file.path()));
    }
    if (const auto same = parseSafetensors(input))
        expectCopy(*same);
    // Most changed archives fail their checksums; this way the interpreter is reached.
    expectPickle(readStateDictPickle(input));
}

} // namespace ccad::fuzz
