// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/check_answers.h"

#include "core/isolation/internal/answer_check.h"
#include "tests/fuzz/harness.h"
#include "tests/fuzz/input_reader.h"
#include "tests/fuzz/radiograph_promises.h"

#include <algorithm>
#include <cmath>
#include <cstring>

using namespace Qt::StringLiterals;

namespace ccad::fuzz {

namespace {

using namespace isolation;

PreprocessSpec answeredSpec(bool crops)
{
    PreprocessSpec spec;
    spec.inputSize = answerSide;
    if (crops)
        spec.lungs.crop = LungPreparation::Crop::Lungs;
    return spec;
}

const SharedRegion& sharedRegion()
{
    static const auto region = SharedRegion::create(answerSide);
    if (!region)
        qFatal("There is no memory to share");
    return *region;
}

void expectStudy(const DecodedStudy& study, const PreprocessSpec& spec)
{
    expectFacts(study.facts);
    const auto side = static_cast<std::size_t>(spec.inputSize);
    expect(study.input.values.size() == side * side, "an input has the network's size");
    expect(std::all_of(study.input.values.begin(), study.input.values.end(),
                       [](float value) { return std::isfinite(value); }),
           "an input is made of numbers");
    for (const double number : {study.input.imageLeft, study.input.imageTop, study.input.imageWidth,
                                study.input.imageHeight})
        expect(std::isfinite(number), "an input has a place");
    expect(std::max(study.thumbnail.width, study.thumbnail.height) == thumbnailSide
               && study.thumbnail.pixels.size()
                   == static_cast<std::size_t>(study.thumbnail.width)
                       * static_cast<std::size_t>(study.thumbnail.height),
           "a thumbnail has its size");
    expect(!study.identity.isEmpty(), "a study has an identity");
    expect(study.decodeMs >= 0 && study.preprocessMs >= 0, "nothing takes less than no time");
}

} // namespace

void checkAnswers(const QByteArray& input)
{
    InputReader reader(input);
    const int flags = reader.byte();
    Answer answer;
    const QByteArray packet = QByteArray(reader.rest());
    const auto size = std::min<qsizetype>(packet.size(), sizeof(answer));
    std::memcpy(static_cast<void*>(&answer), packet.constData(), static_cast<std::size_t>(size));
    const QByteArray facts = packet.mid(size).left(factsRoom);
    const SharedRegion& region = sharedRegion();
    std::copy(facts.begin(), facts.end(), region.facts());
    std::fill_n(region.input(), answerSide * answerSide, (flags & 4) != 0 ? std::nanf("") : 0.5F);
    // Most answers pass the first checks, so that the later ones are tried.
    if ((flags & 1) == 0) {
        answer.magic = magic;
        answer.factsBytes = static_cast<quint32>(facts.size());
    }
    const PreprocessSpec spec = answeredSpec((flags & 2) != 0);
    const CheckedAnswer checked = checkAnswer(answer, answer.number, region, spec);
    const int outcomes = (checked.study ? 1 : 0) + (checked.failure ? 1 : 0)
        + (checked.nonsense.isEmpty() ? 0 : 1);
    expect(outcomes == 1, "an answer is a study, a failure or nonsense");
    if (checked.study)
        expectStudy(*checked.study, spec);
    if (checked.failure)
        expect(!checked.failure->message.isEmpty(), "an error has a message");
}

} // namespace ccad::fuzz
