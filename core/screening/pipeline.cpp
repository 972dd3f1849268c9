// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/screening/internal/pipeline.h"

#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/imaging/pictures/picture_writer.h"
#include "core/inference/judgement.h"
#include "core/worklist/urgency.h"

#include <chrono>

namespace ccad::screening {

namespace {

/// Far more than there are workers, so that one slow file does not make the others wait.
constexpr int placesPerWorker = 32;
/// A transaction of a few rows hardly costs more than one of a single row, and neither does waking
/// up for them.
constexpr std::size_t worthTaking = 24;

int workersFor(const ScreeningOptions& options)
{
    // One worker more than cores: while one waits for its decoder, another classifies.
    return options.workers > 0 ? options.workers : threadsToUse() + 1;
}

QStringList classNames(const ModelManifest& manifest)
{
    QStringList names;
    for (const ModelClass& entry : manifest.classes)
        names << entry.name;
    return names;
}

void takeFacts(ScreenedStudy& study, const DecodedStudy& decoded)
{
    study.identity = decoded.identity;
    study.uid = decoded.hasUid() ? decoded.facts.sopInstanceUid : QString();
    study.pixelChecksum = decoded.pixelChecksum;
    study.isDicom = decoded.facts.format == FileFormat::Dicom;
    study.view = viewName(decoded.facts.view);
    study.patientId = decoded.facts.patientId;
    study.patientName = decoded.facts.patientName;
    study.studyDate = decoded.facts.studyDate;
    study.patientBirthDate = decoded.facts.patientBirthDate;
    study.patientSex = decoded.facts.patientSex;
}

StudyStatus statusOf(const Judgement& judgement)
{
    switch (judgement.status) {
    case Judgement::Status::Ok:
        return StudyStatus::Ok;
    case Judgement::Status::Refused:
        return StudyStatus::Refused;
    case Judgement::Status::Failed:
        break;
    }
    return StudyStatus::Failed;
}

void takeJudgement(ScreenedStudy& study, Judgement judgement, const ModelManifest& manifest,
                   int negativeClass)
{
    study.status = statusOf(judgement);
    study.reason = judgement.reason;
    if (!judgement.finding)
        return;
    Finding& finding = *judgement.finding;
    study.warnings = finding.warnings;
    study.notes = std::move(finding.notes);
    study.label = finding.label;
    study.positive = finding.positive;
    if (study.status == StudyStatus::Ok)
        study.urgency = urgencyOf(finding.probabilities, finding.positive, manifest.positiveClass,
                                  negativeClass);
    study.probabilities = std::move(finding.probabilities);
    study.map = std::move(finding.map);
}

} // namespace

Pipeline::Pipeline(const Classifier& classifier, const ScreeningOptions& options,
                   const RunControl& control)
    : m_classifier(classifier), m_options(options), m_control(control),
      m_negativeClass(
          negativeClass(classNames(classifier.manifest()), classifier.manifest().positiveClass))
{
    for (int i = 0; i < workersFor(options); ++i)
        m_workers.emplace_back([this] { work(); });
}

Pipeline::~Pipeline()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isClosing = true;
    }
    m_work.notify_all();
}

int Pipeline::room() const
{
    const std::lock_guard lock(m_mutex);
    return workersFor(m_options) * placesPerWorker - static_cast<int>(m_order.size());
}

void Pipeline::put(std::vector<ScreenedStudy> studies)
{
    {
        const std::lock_guard lock(m_mutex);
        for (ScreenedStudy& study : studies) {
            m_order.push_back(study.number);
            m_waiting.push_back(std::move(study));
        }
    }
    m_work.notify_all();
}

bool Pipeline::isEmpty() const
{
    const std::lock_guard lock(m_mutex);
    return m_order.empty();
}

std::vector<Outcome> Pipeline::take(int patienceMs)
{
    std::unique_lock lock(m_mutex);
    m_results.wait_for(lock, std::chrono::milliseconds(patienceMs),
                       [this] { return m_failure || isWorthTaking(); });
    std::vector<Outcome> outcomes;
    while (!m_order.empty() && m_done.contains(m_order.front())) {
        outcomes.push_back(std::move(m_done.extract(m_order.front()).mapped()));
        m_order.pop_front();
    }
    return outcomes;
}

/// Call it with the mutex held.
bool Pipeline::isWorthTaking() const
{
    return m_done.size() == m_order.size()
        || (m_done.size() >= worthTaking && m_done.contains(m_order.front()));
}

std::optional<Error> Pipeline::failure() const
{
    const std::lock_guard lock(m_mutex);
    return m_failure;
}

std::optional<ScreenedStudy> Pipeline::next()
{
    m_control.waitWhilePaused();
    std::unique_lock lock(m_mutex);
    m_work.wait(lock, [this] { return m_isClosing || m_failure || !m_waiting.empty(); });
    if (m_isClosing || m_failure)
        return std::nullopt;
    ScreenedStudy study = std::move(m_waiting.front());
    m_waiting.pop_front();
    return study;
}

void Pipeline::finish(Outcome outcome)
{
    bool wakes = false;
    {
        const std::lock_guard lock(m_mutex);
        const qint64 number = outcome.study.number;
        m_done.emplace(number, std::move(outcome));
        wakes = isWorthTaking();
    }
    if (wakes)
        m_results.notify_one();
}

void Pipeline::fail(const Error& error)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_failure)
            m_failure = error;
    }
    m_work.notify_all();
    m_results.notify_one();
}

void Pipeline::work()
{
    const ModelManifest& manifest = m_classifier.manifest();
    const QString program = m_options.decoder.isEmpty() ? decoderProgram() : m_options.decoder;
    Decoder decoder(program, manifest.preprocess, m_options.limits);
    while (auto study = next()) {
        auto decoded = decoder.decode(study->path, m_control.cancelToken());
        Outcome outcome{std::move(*study), {}};
        if (!decoded) {
            const ErrorCode code = decoded.error().code;
            if (code == ErrorCode::Internal || code == ErrorCode::Cancelled)
                return fail(decoded.error());
            const Error named
                = namedAsPeopleDo(decoded.error(), outcome.study.path, outcome.study.file);
            takeJudgement(outcome.study, judgementOf(named), manifest, m_negativeClass);
        } else {
            takeFacts(outcome.study, *decoded);
            auto finding = analyseOnThisThread(decoded->facts, decoded->input, m_classifier);
            if (!finding)
                return fail(finding.error());
            takeJudgement(outcome.study, judgementOf(*std::move(finding)), manifest,
                          m_negativeClass);
            outcome.thumbnail = jpegBytes(decoded->thumbnail);
        }
        finish(std::move(outcome));
    }
}

} // namespace ccad::screening
