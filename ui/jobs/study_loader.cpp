// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/study_loader.h"

#include "core/imaging/display_lut.h"
#include "core/imaging/reader.h"

#include <QElapsedTimer>

#include <utility>

namespace ccad {

namespace {

Result<Radiograph> readWithCore(const QString& path, const CancelToken& cancel)
{
    return readRadiograph(path, {}, cancel);
}

Result<std::shared_ptr<const Classifier>> loadClassifier(const QString& folder)
{
    auto classifier = Classifier::load(folder);
    if (!classifier)
        return classifier.error();
    return std::shared_ptr<const Classifier>(std::move(*classifier));
}

Result<OpenedStudy> openStudy(const StudyLoader::Read& read, StudyCache& cache, const QString& path,
                              const CancelToken& cancel)
{
    if (auto kept = cache.find(path))
        return *std::move(kept);
    QElapsedTimer timer;
    timer.start();
    auto radiograph = read(path, cancel);
    if (!radiograph)
        return radiograph.error();
    const double decodeMs = double(timer.nsecsElapsed()) / 1e6;
    if (cancel.isCancelled())
        return Error{ErrorCode::Cancelled, QStringLiteral("Reading was cancelled."), path};
    Picture picture(*radiograph, radiograph->initialVoi);
    const VoiWindow automatic = automaticWindow(*radiograph);
    const OpenedStudy study{path, *std::move(radiograph), std::move(picture), automatic, decodeMs};
    cache.keep(study);
    return study;
}

} // namespace

StudyLoader::StudyLoader(QObject* parent)
    : StudyLoader(readWithCore, analyse, loadClassifier, parent)
{
}

StudyLoader::StudyLoader(Read read, Analyse analyse, LoadModel loadModel, QObject* parent)
    : QObject(parent), m_read(std::move(read)), m_analyse(std::move(analyse)),
      m_loadModel(std::move(loadModel))
{
}

void StudyLoader::loadModel(const QString& folder)
{
    m_modelFolder = folder;
    m_classifier = nullptr;
    m_analysing.cancel();
    if (m_radiograph.pixels && m_stage != Stage::Reading)
        setStage(Stage::WaitingForModel);
    m_modelLoading.start([load = m_loadModel, folder](const CancelToken&) { return load(folder); },
                         [this](Result<std::shared_ptr<const Classifier>> loaded) {
                             if (!loaded) {
                                 if (m_stage == Stage::WaitingForModel)
                                     setStage(Stage::Idle);
                                 Q_EMIT modelFailed(loaded.error());
                                 return;
                             }
                             m_classifier = *std::move(loaded);
                             Q_EMIT modelReady();
                             if (m_stage != Stage::Reading)
                                 requestFinding();
                         });
}

void StudyLoader::open(const QString& path)
{
    cancel();
    m_reading.start([read = m_read, cache = m_cache, path](
                        const CancelToken& token) { return openStudy(read, *cache, path, token); },
                    [this, path](const Result<OpenedStudy>& opened) {
                        if (opened)
                            return show(*opened);
                        setStage(Stage::Idle);
                        Q_EMIT readingFailed(path, opened.error());
                    });
    // Last, so that a slot that cancels or opens another study finds this one begun.
    setStage(Stage::Reading);
}

void StudyLoader::cancel()
{
    m_reading.cancel();
    m_analysing.cancel();
    m_radiograph = {};
    setStage(Stage::Idle);
}

void StudyLoader::show(const OpenedStudy& study)
{
    m_radiograph = study.radiograph;
    m_decodeMs = study.decodeMs;
    // A slot may open another study; then there is nothing left to analyse here.
    const auto pixels = m_radiograph.pixels;
    setStage(m_classifier || !m_modelLoading.isBusy() ? Stage::Idle : Stage::WaitingForModel);
    Q_EMIT pictureReady(study);
    if (m_radiograph.pixels == pixels)
        requestFinding();
}

void StudyLoader::requestFinding()
{
    if (!m_radiograph.pixels || !m_classifier)
        return;
    m_analysing.start(
        [analyse = m_analyse, radiograph = m_radiograph, classifier = m_classifier,
         turns = m_turns](const CancelToken&) {
            const auto turn = turns->take();
            return analyse(radiograph, *classifier);
        },
        [this, decodeMs = m_decodeMs](Result<Finding> finding) {
            setStage(Stage::Idle);
            if (!finding) {
                Q_EMIT analysisFailed(finding.error());
                return;
            }
            finding->timings.decodeMs = decodeMs;
            finding->timings.totalMs += decodeMs;
            Q_EMIT findingReady(*finding);
        });
    setStage(Stage::Analysing);
}

void StudyLoader::setStage(Stage stage)
{
    if (m_stage == stage)
        return;
    m_stage = stage;
    Q_EMIT stageChanged(stage);
}

} // namespace ccad
