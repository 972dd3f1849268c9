// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate_fitting/gate_check.h"

#include "core/base/markdown.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/gate_fitting/changed_pictures.h"
#include "core/gate_fitting/internal/made_up_pictures.h"
#include "core/gate_fitting/internal/other_pictures.h"
#include "core/isolation/decoding_service.h"
#include "core/statistics/interval_text.h"
#include "core/statistics/wilson.h"

#include <QDir>
#include <QDirIterator>

#include <optional>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

struct Shown
{
    QString name; ///< of the row that it counts in
    QString what; ///< of the picture itself
    NetworkInput input;
    int columns = 0;
    int rows = 0;
};

struct Judged
{
    QString name;
    QString what;
    GateDecision decision;
};

/// Decisions in the order of the pictures. Errors: those of Classifier::predict.
Result<std::vector<Judged>> judged(const Gate& gate, const Classifier& classifier,
                                   std::vector<Shown> shown, const CancelToken& cancel)
{
    std::vector<NetworkInput> inputs;
    inputs.reserve(shown.size());
    for (Shown& picture : shown)
        inputs.push_back(std::move(picture.input));
    const auto predictions = classifier.predict(inputs, cancel);
    if (!predictions)
        return predictions.error();
    std::vector<Judged> result;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        Radiograph facts;
        facts.columns = shown[i].columns;
        facts.rows = shown[i].rows;
        result.push_back({shown[i].name, shown[i].what,
                          gate.judge(facts, inputs[i], classifier.manifest().preprocess,
                                     (*predictions)[i].features)});
    }
    return result;
}

void count(const Judged& picture, std::map<QString, GateCount>& counts)
{
    GateCount& row = counts[picture.name];
    ++row.pictures;
    row.refused += picture.decision.kind == GateDecision::Kind::Refused;
    row.warned += picture.decision.kind == GateDecision::Kind::Warned;
}

void countWrong(const std::vector<Judged>& pictures, GateCheck& check)
{
    for (const Judged& picture : pictures) {
        count(picture, check.wrong);
        if (picture.decision.kind != GateDecision::Kind::Refused)
            check.wrongAccepted.append(u"%1: %2 (%3)"_s.arg(picture.name, picture.what)
                                           .arg(picture.decision.score, 0, 'f', 2));
    }
}

/// The pictures made of one item's image that are judged.
std::vector<std::pair<QString, GrayImage16>> changesOf(const GrayImage16& image, Random& random)
{
    return {{u"upside down (turned)"_s, upsideDown(image, false)},
            {u"upside down (flipped)"_s, upsideDown(image, true)},
            {u"on its side, clockwise"_s, onItsSide(image, true)},
            {u"on its side, anticlockwise"_s, onItsSide(image, false)},
            {u"inverted greys"_s, inverted(image)},
            {u"a part"_s, pieceOf(image, random)}};
}

Result<void> tryOnImage(const Gate& gate, const Classifier& classifier, const DatasetItem& item,
                        const NetworkInput& input, Random random, GateCheck& check,
                        const CancelToken& cancel)
{
    const Preprocessor& preprocessor = classifier.preprocessor();
    const GrayImage16 image = greysOf(input, wholePicture(preprocessor.spec()));
    const QString source = item.source.isEmpty() ? u"unknown source"_s : item.source;
    std::vector<Shown> shown;
    shown.push_back({source, item.file, preprocessor(image), image.width, image.height});
    for (const auto& [name, changed] : changesOf(image, random))
        shown.push_back({name, item.file, preprocessor(changed), changed.width, changed.height});
    auto answers = judged(gate, classifier, std::move(shown), cancel);
    if (!answers)
        return answers.error();
    const Judged& asItIs = answers->front();
    count(asItIs, check.good);
    if (asItIs.decision.kind == GateDecision::Kind::Refused)
        check.goodRefused.append(
            u"%1: %2 (%3)"_s.arg(item.file, asItIs.decision.reasons.value(0),
                                 QString::number(asItIs.decision.score, 'f', 2)));
    count(answers->back(), check.pieces);
    countWrong({answers->begin() + 1, answers->end() - 1}, check);
    return {};
}

QString row(const QString& name, const GateCount& counts)
{
    return tableRow({name, QString::number(counts.pictures), QString::number(counts.refused),
                     withInterval(wilsonInterval(counts.refused, counts.pictures)),
                     QString::number(counts.warned)});
}

QString table(const QString& title, const std::map<QString, GateCount>& counts)
{
    if (counts.empty())
        return {};
    QString text = tableHead(
        {title, u"pictures"_s, u"refused"_s, u"share refused (95 % interval)"_s, u"warned of"_s},
        TableRule::Tight);
    GateCount all;
    for (const auto& [name, found] : counts) {
        text += row(name, found);
        all.pictures += found.pictures;
        all.refused += found.refused;
        all.warned += found.warned;
    }
    if (counts.size() > 1)
        text += row(u"all of them"_s, all);
    return text + u'\n';
}

} // namespace

Result<void> tryOnImages(const Gate& gate, const Classifier& classifier, const InputOf& inputOf,
                         const TestItems& items, GateCheck& check, const CancelToken& cancel,
                         const Progress& progress)
{
    for (std::size_t i = 0; i < items.items.size(); ++i) {
        if (progress)
            progress(static_cast<qint64>(i), static_cast<qint64>(items.items.size()),
                     u"Trying the gate"_s);
        auto input = inputOf(items.items[i]);
        if (!input && input.error().code == ErrorCode::Cancelled)
            return input.error();
        if (!input)
            continue;
        const Random random(derivedSeed(97, i));
        if (auto done = tryOnImage(gate, classifier, items.items[i], *input, random, check, cancel);
            !done)
            return done;
    }
    return {};
}

Result<void> tryOnMadeUpPictures(const Gate& gate, const Classifier& classifier, int ofEachKind,
                                 std::uint64_t seed, GateCheck& check, const CancelToken& cancel)
{
    const Preprocessor& preprocessor = classifier.preprocessor();
    const int side = classifier.manifest().preprocess.inputSize;
    const int kinds = madeUpPictureKinds();
    for (int kind = 0; kind <= kinds; ++kind) {
        std::vector<Shown> shown(static_cast<std::size_t>(ofEachKind));
        parallelFor(shown.size(), [&](std::size_t i) {
            Random random(derivedSeed(seed, static_cast<std::uint64_t>(kind) * 1000003 + i));
            const MadeUpPicture picture = kind < kinds
                ? madeUpPicture(kind, random, side)
                : MadeUpPicture{u"kinds that it learned from, others of them"_s,
                                otherPicture(random, side)};
            shown[i] = {u"made up: "_s + picture.kind, QString::number(i),
                        preprocessor(picture.image), side, side};
        });
        const auto answers = judged(gate, classifier, std::move(shown), cancel);
        if (!answers)
            return answers.error();
        countWrong(*answers, check);
    }
    return {};
}

Result<FolderCounts> tryOnFolder(const Gate& gate, const Classifier& classifier,
                                 const QString& folder, const QString& name, GateCheck& check,
                                 const CancelToken& cancel)
{
    QStringList files;
    QDirIterator walk(folder, QDir::Files, QDirIterator::Subdirectories);
    while (walk.hasNext())
        files.append(walk.next());
    files.sort();
    const Preprocessor& preprocessor = classifier.preprocessor();
    FolderCounts counts;
    for (const QString& file : files) {
        const auto companion = companionPath(QDir(folder).relativeFilePath(file));
        if (companion && companion->isCertain) {
            counts.companions.add(companion->kind);
            continue;
        }
        const auto radiograph = decoding().radiograph(file, cancel);
        if (!radiograph && radiograph.error().code == ErrorCode::Cancelled)
            return radiograph.error();
        if (!radiograph) {
            if (companion)
                counts.companions.add(companion->kind);
            else
                ++counts.unreadable;
            continue;
        }
        std::vector<Shown> shown;
        shown.push_back(
            {name, file, preprocessor(*radiograph), radiograph->columns, radiograph->rows});
        const auto answers = judged(gate, classifier, std::move(shown), cancel);
        if (!answers)
            return answers.error();
        countWrong(*answers, check);
        const bool byGate = answers->front().decision.kind == GateDecision::Kind::Refused;
        counts.byTags += radiograph->refusal.has_value();
        counts.byEither += byGate || radiograph->refusal;
    }
    return counts;
}

QString gateCheckText(const GateCheck& check)
{
    return table(u"radiographs as they are, from"_s, check.good)
        + table(u"what must be refused"_s, check.wrong)
        + table(u"what should be warned of"_s, check.pieces);
}

QString gateCardText(const GateCheck& check)
{
    return u"A gate of the network's own features, the picture's layout and plain facts of its "
           "greys refuses what is no frontal chest radiograph, is turned or has its greys "
           "inverted; it warns of parts of a chest and of pictures unlike the training images. "
           "It learned from training images alone, its limits come from validation images. "
           "Tried on images that neither network nor gate has seen, on the same images turned "
           "and inverted, and on made-up pictures:\n\n"_s
        + gateCheckText(check)
        + u"\nNot tried for want of pictures: lateral views and children.\n"_s;
}

} // namespace ccad
