// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results_writing/results_writer.h"

#include "core/base/files.h"
#include "core/explain/saliency_grade.h"
#include "core/imaging/picture_identity.h"
#include "core/isolation/decoding_service.h"

#include <QElapsedTimer>
#include <QFileInfo>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace ccad::results {
namespace {

double elapsedMs(const QElapsedTimer& timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

QString gradeName(SaliencyGrade::Level level)
{
    switch (level) {
    case SaliencyGrade::Level::Good:
        return u"good"_s;
    case SaliencyGrade::Level::Fair:
        return u"fair"_s;
    case SaliencyGrade::Level::Low:
        break;
    }
    return u"low"_s;
}

} // namespace

ResultsWriter::ResultsWriter(const Classifier& classifier, const LungSegmenter* lungs,
                             ResultsChoice choice)
    : m_classifier(classifier), m_lungs(lungs), m_choice(std::move(choice))
{
}

QString ResultsWriter::freshName(const QString& file)
{
    const QString base = QFileInfo(file).fileName();
    QString name = base;
    for (int copy = 2; m_used.contains(name); ++copy)
        name = u"%1-%2"_s.arg(base).arg(copy);
    m_used.insert(name);
    return name;
}

Result<FilmSource> ResultsWriter::sourceOf(const FilmFile& file, const Radiograph& whole,
                                           const QString& pictureSha256,
                                           const CancelToken& cancel) const
{
    if (file.source)
        return *file.source;
    if (whole.format == FileFormat::Dicom)
        return readFilmSource(file.path, cancel);
    return typedFilmSource(m_choice.typed.value_or(TypedStudy()), pictureSha256, whole.columns,
                           whole.rows);
}

std::optional<LungMask> ResultsWriter::lungsOf(const Radiograph& whole) const
{
    if (m_lungs == nullptr)
        return std::nullopt;
    auto mask = m_lungs->segment(whole, m_classifier.manifest().preprocess.greys);
    if (!mask || !shapeOf(*mask).isPlausible())
        return std::nullopt;
    return *std::move(mask);
}

Result<FilmResult> ResultsWriter::resultOf(const ReducedRadiograph& reduced, const Finding& finding,
                                           const std::optional<LungMask>& lungs,
                                           const CancelToken& cancel) const
{
    ResultChoices choices = m_choice.choices;
    if (m_choice.isGraded) {
        const auto grade
            = gradeSaliency(m_classifier, m_classifier.preprocessor()(reduced), finding.label,
                            finding.map.map, lungs ? &*lungs : nullptr, cancel);
        if (!grade)
            return grade.error();
        choices.saliencyGrade = gradeName(grade->level);
        choices.saliencyWords = grade->words;
    }
    return filmResultOf(finding, m_classifier.manifest(), choices);
}

Result<void> ResultsWriter::makeKinds(const ObjectRequest& request, FilmResults& results) const
{
    auto made = makeObjects(request, m_choice.kinds);
    if (!made)
        return made.error();
    results.leftOut = std::move(made->leftOut);
    results.made = std::move(made->objects);
    if (!m_choice.withPreviews)
        return {};
    for (const ResultObject& object : results.made) {
        auto preview = previewOf(object, request);
        if (!preview)
            return preview.error();
        results.previews.push_back(*std::move(preview));
    }
    return {};
}

Result<void> ResultsWriter::makeAll(const FilmFile& file, const ReducedRadiograph& reduced,
                                    const CancelToken& cancel, FilmResults& results)
{
    QElapsedTimer timer;
    timer.start();
    const auto whole = reduced.isWhole() ? Result<Radiograph>(reduced.radiograph)
                                         : decoding().radiograph(file.path, cancel);
    if (!whole)
        return whole.error();
    const QString hash
        = reduced.pictureSha256.isEmpty() ? reduced.contentSha256 : reduced.pictureSha256;
    auto film = sourceOf(file, *whole, hash, cancel);
    if (!film)
        return film.error();
    film->pixelChecksum = pixelChecksum(*whole);
    const std::optional<LungMask> lungs = lungsOf(*whole);
    const auto result = resultOf(reduced, *results.judgement.finding, lungs, cancel);
    if (!result)
        return result.error();
    results.judgeMs += elapsedMs(timer);

    timer.restart();
    const ResultUids uids(*film, hash, *result);
    const ObjectRequest request{
        *film, *result,           uids, *whole, m_choice.shown.value_or(ShownAs{whole->initialVoi}),
        lungs, m_choice.reportPdf};
    results.film = *film;
    results.result = *result;
    results.name = freshName(file.name);
    auto made = makeKinds(request, results);
    results.writeMs = elapsedMs(timer);
    return made;
}

FilmResults ResultsWriter::write(const FilmFile& file, const CancelToken& cancel)
{
    FilmResults results = make(file, cancel);
    writeMade(results, m_choice.out, m_choice.existing);
    return results;
}

FilmResults ResultsWriter::make(const FilmFile& file, const CancelToken& cancel)
{
    FilmResults results;
    results.file = file.name;
    QElapsedTimer timer;
    timer.start();
    // As predict and a batch read it, so that all say the same to the last digit.
    ReadSize size = m_classifier.preprocessor().readSize();
    size.withHash = true;
    const auto reduced = decoding().reduced(file.path, size, cancel);
    results.judgement = reduced
        ? judge(reduced, elapsedMs(timer), m_classifier)
        : judgementOf(namedAsPeopleDo(reduced.error(), file.path, file.name));
    results.judgeMs = elapsedMs(timer);
    if (reduced) {
        results.facts = *reduced;
        results.facts.radiograph.pixels.reset();
        results.facts.radiograph.planes.clear();
    }
    if (!results.judgement.finding)
        return results;
    if (auto made = makeAll(file, *reduced, cancel, results); !made) {
        results.problem = made.error();
        results.judgement.interrupted = made.error().code == ErrorCode::Cancelled;
    }
    return results;
}

void writeMade(FilmResults& results, const QString& out, Existing existing)
{
    QElapsedTimer timer;
    timer.start();
    const std::vector<ResultObject> made = std::exchange(results.made, {});
    const std::vector<Result<QString>> paths = writeObjects(made, out, results.name, existing);
    for (std::size_t i = 0; i < made.size(); ++i) {
        const Result<QString>& path = paths[i];
        if (path)
            results.objects.push_back(
                {made[i].kind, *path, made[i].sopClassUid, made[i].sopInstanceUid});
        else if (!results.problem)
            results.problem = path.error();
    }
    results.writeMs += elapsedMs(timer);
}

Result<std::vector<NamedObject>> makeKeyObjects(const std::vector<JudgedFilm>& films)
{
    auto documents = keyObjects(films);
    if (!documents)
        return documents.error();
    std::vector<NamedObject> made;
    for (KeyObjects& one : *documents)
        made.push_back({u"study-"_s + sha256Hex(one.studyInstanceUid.toLatin1()).left(8),
                        std::move(one.object)});
    return made;
}

Result<std::vector<WrittenObject>> writeKeyObjects(const std::vector<JudgedFilm>& films,
                                                   const ResultsChoice& choice)
{
    const auto made = makeKeyObjects(films);
    if (!made)
        return made.error();
    std::vector<WrittenObject> written;
    for (const auto& [name, object] : *made) {
        const auto path = writeObject(object, choice.out, name, choice.existing);
        if (!path)
            return path.error();
        written.push_back({object.kind, *path, object.sopClassUid, object.sopInstanceUid});
    }
    return written;
}

} // namespace ccad::results
