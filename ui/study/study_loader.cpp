// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/study_loader.h"

#include "core/imaging/display_lut.h"
#include "core/isolation/decoding_service.h"

#include <QElapsedTimer>

#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Result<Radiograph> readWithCore(const QString& path, const CancelToken& cancel)
{
    return decoding().radiograph(path, cancel);
}

Result<std::shared_ptr<const Classifier>> loadClassifier(const QString& folder)
{
    auto classifier = Classifier::load(folder);
    if (!classifier)
        return classifier.error();
    return std::shared_ptr<const Classifier>(std::move(*classifier));
}

Result<ReducedRadiograph> readFirstWithCore(const QString& path, int shorterSide,
                                            const CancelToken& cancel)
{
    ReadSize size;
    size.shorterSide = shorterSide;
    size.onlySlowOnes = true;
    return decoding().reduced(path, size, cancel);
}

int sideForNetwork(const Classifier* classifier)
{
    const ReadSize size = classifier ? classifier->preprocessor().readSize()
                                     : Preprocessor(PreprocessSpec{}).readSize();
    return size.shorterSide;
}

Result<Finding> analyseReduced(const ReducedRadiograph& reduced, const Classifier& classifier)
{
    return analyse(reduced, classifier);
}

/// The first outcome of reading: the study, or the part that the network needs.
struct FirstLook
{
    std::optional<OpenedStudy> study;
    std::shared_ptr<const ReducedRadiograph> forNetwork;
};

Result<OpenedStudy> opened(const QString& path, Radiograph radiograph, double decodeMs, int side,
                           const CancelToken& cancel)
{
    if (cancel.isCancelled())
        return Error{ErrorCode::Cancelled, u"Reading was cancelled."_s, path};
    PicturePyramid picture(radiograph, radiograph.initialVoi);
    const VoiWindow automatic = automaticWindow(radiograph);
    return OpenedStudy{
        path, std::move(radiograph), std::move(picture), automatic, decodeMs, nullptr, side};
}

double elapsedMs(const QElapsedTimer& timer)
{
    return double(timer.nsecsElapsed()) / 1e6;
}

Result<OpenedStudy> openWhole(const StudyLoader::Read& read, const QString& path, int side,
                              const CancelToken& cancel)
{
    QElapsedTimer timer;
    timer.start();
    auto radiograph = read(path, cancel);
    if (!radiograph)
        return radiograph.error();
    const double decodeMs = elapsedMs(timer);
    return opened(path, *std::move(radiograph), decodeMs, side, cancel);
}

Result<FirstLook> lookFirst(const StudyLoader::Read& read, const StudyLoader::ReadFirst& readFirst,
                            StudyCache& cache, const QString& path, int side,
                            const CancelToken& cancel)
{
    if (auto kept = cache.find(path))
        return FirstLook{*std::move(kept), nullptr};
    const QByteArray stamp = StudyCache::stampOf(path);
    QElapsedTimer timer;
    timer.start();
    auto reduced = readFirst ? readFirst(path, side, cancel)
                             : Result<ReducedRadiograph>(ReducedRadiograph{});
    if (!reduced)
        return reduced.error();
    if (!reduced->isWhole())
        return FirstLook{std::nullopt,
                         std::make_shared<const ReducedRadiograph>(*std::move(reduced))};
    const double decodeMs = elapsedMs(timer);
    auto study = readFirst ? opened(path, std::move(reduced->radiograph), decodeMs, side, cancel)
                           : openWhole(read, path, side, cancel);
    if (!study)
        return study.error();
    cache.keep(*study, stamp);
    return FirstLook{*std::move(study), nullptr};
}

} // namespace

StudyLoader::StudyLoader(QObject* parent)
    : StudyLoader(readWithCore, analyseReduced, loadClassifier, readFirstWithCore, sideForNetwork,
                  parent)
{
}

StudyLoader::StudyLoader(Read read, Analyse analyse, LoadModel loadModel, ReadFirst readFirst,
                         SideFor sideFor, QObject* parent)
    : QObject(parent), m_read(std::move(read)), m_analyse(std::move(analyse)),
      m_loadModel(std::move(loadModel)), m_readFirst(std::move(readFirst)),
      m_sideFor(std::move(sideFor))
{
}

void StudyLoader::loadModel(const QString& folder)
{
    m_modelFolder = folder;
    m_classifier = nullptr;
    m_analysing.cancel();
    m_early.reset();
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
                             if (m_stage != Stage::Reading || m_forNetwork)
                                 requestFinding();
                         });
}

void StudyLoader::open(const QString& path)
{
    cancel();
    const int side = networkSide();
    m_path = path;
    m_networkSide = side;
    m_reading.start(
        [read = m_read, readFirst = m_readFirst, cache = m_cache, path,
         side](const CancelToken& token) {
            return lookFirst(read, readFirst, *cache, path, side, token);
        },
        [this, path](const Result<FirstLook>& look) {
            if (!look)
                return takeRead(path, look.error());
            if (look->study)
                return takeRead(path, *look->study);
            m_forNetwork = look->forNetwork;
            readWhole(path);
            requestFinding();
        });
    // This comes last, so that a slot that cancels or opens another study finds this one begun.
    setStage(Stage::Reading);
}

void StudyLoader::readWhole(const QString& path)
{
    m_reading.start(
        [read = m_read, cache = m_cache, path, forNetwork = m_forNetwork,
         side = m_networkSide](const CancelToken& token) -> Result<OpenedStudy> {
            const QByteArray stamp = StudyCache::stampOf(path);
            auto study = openWhole(read, path, side, token);
            if (!study)
                return study;
            study->forNetwork = forNetwork;
            cache->keep(*study, stamp);
            return study;
        },
        [this, path](const Result<OpenedStudy>& study) { takeRead(path, study); });
}

void StudyLoader::takeRead(const QString& path, const Result<OpenedStudy>& opened)
{
    if (opened)
        return show(*opened);
    cancel();
    Q_EMIT readingFailed(path, opened.error());
}

void StudyLoader::cancel()
{
    m_reading.cancel();
    m_analysing.cancel();
    m_radiograph = {};
    m_forNetwork.reset();
    m_early.reset();
    setStage(Stage::Idle);
}

void StudyLoader::show(const OpenedStudy& study)
{
    m_radiograph = study.radiograph;
    m_forNetwork = study.forNetwork;
    m_networkSide = study.networkSide;
    m_decodeMs = study.decodeMs;
    // A slot may open another study; then there is nothing left to analyse here.
    const auto pixels = m_radiograph.pixels;
    setStage(m_classifier || !m_modelLoading.isBusy() ? Stage::Idle : Stage::WaitingForModel);
    Q_EMIT pictureReady(study);
    if (m_radiograph.pixels != pixels)
        return;
    if (m_early) {
        const auto early = std::exchange(m_early, std::nullopt);
        takeFinding(*early);
    } else if (m_analysing.isBusy()) {
        setStage(Stage::Analysing);
    } else {
        requestFinding();
    }
}

int StudyLoader::networkSide() const
{
    return m_sideFor ? m_sideFor(m_classifier.get()) : 0;
}

std::optional<ReducedRadiograph> StudyLoader::forNetwork() const
{
    if (m_readFirst && m_networkSide != networkSide())
        return std::nullopt;
    if (m_forNetwork)
        return *m_forNetwork;
    if (!m_radiograph.pixels)
        return std::nullopt;
    return ReducedRadiograph{m_radiograph, m_radiograph.columns, m_radiograph.rows};
}

void StudyLoader::requestFinding()
{
    if (!m_classifier || (!m_forNetwork && !m_radiograph.pixels))
        return;
    // A model that was loaded afterwards may need another size. The file is then read anew, since
    // the answer has to be the same as if the model had been there.
    m_analysing.start(
        [analyse = m_analyse, picture = forNetwork(), readFirst = m_readFirst, path = m_path,
         side = networkSide(), classifier = m_classifier,
         turns = m_turns](const CancelToken& token) -> Result<Finding> {
            if (picture) {
                const auto turn = turns->take();
                return analyse(*picture, *classifier);
            }
            const auto read = readFirst(path, side, token);
            if (!read)
                return read.error();
            const auto turn = turns->take();
            return analyse(*read, *classifier);
        },
        [this](Result<Finding> finding) {
            // Nobody wants a finding of a picture that is not there yet.
            if (m_radiograph.pixels)
                takeFinding(std::move(finding));
            else
                m_early = std::move(finding);
        });
    if (m_stage != Stage::Reading)
        setStage(Stage::Analysing);
}

void StudyLoader::takeFinding(Result<Finding> finding)
{
    setStage(Stage::Idle);
    if (!finding) {
        Q_EMIT analysisFailed(finding.error());
        return;
    }
    finding->timings.addDecoding(m_decodeMs);
    Q_EMIT findingReady(*finding);
}

void StudyLoader::setStage(Stage stage)
{
    if (m_stage == stage)
        return;
    m_stage = stage;
    Q_EMIT stageChanged(stage);
}

} // namespace ccad
