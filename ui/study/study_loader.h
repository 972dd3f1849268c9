// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/imaging/radiograph.h"
#include "core/inference/finding.h"
#include "ui/jobs/newest_wins.h"
#include "ui/jobs/shared_turn.h"
#include "ui/study/opened_study.h"
#include "ui/study/study_cache.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>

namespace ccad {

/// Reads studies and has them classified, off the GUI thread. The newest request wins; the picture
/// is delivered first, the finding when it is ready. Where the picture takes long to decode (JPEG
/// 2000), it is classified meanwhile from a reduced one. The destructor cancels and waits.
class StudyLoader final : public QObject
{
    Q_OBJECT
public:
    enum class Stage
    {
        Idle,
        Reading,
        WaitingForModel, ///< the picture is there; the model is still being loaded
        Analysing,
    };
    /// About twenty-five studies of 3000 x 3000 pixels.
    static constexpr int cacheMegabytes = 640;
    using Read = std::function<Result<Radiograph>(const QString& path, const CancelToken&)>;
    /// The picture at a reduced size if the whole takes long to decode, or else the whole.
    using ReadFirst = std::function<Result<ReducedRadiograph>(const QString& path, int shorterSide,
                                                              const CancelToken&)>;
    /// The shorter side that a classifier needs; null: the classifier is not loaded yet.
    using SideFor = std::function<int(const Classifier*)>;
    using Analyse = std::function<Result<Finding>(const ReducedRadiograph&, const Classifier&)>;
    using LoadModel
        = std::function<Result<std::shared_ptr<const Classifier>>(const QString& folder)>;

    /// Uses the readers and the engine of core.
    explicit StudyLoader(QObject* parent = nullptr);
    /// For tests: uses other functions, which are called on worker threads. Without `readFirst`,
    /// every file is read whole.
    StudyLoader(Read read, Analyse analyse, LoadModel loadModel, ReadFirst readFirst = {},
                SideFor sideFor = {}, QObject* parent = nullptr);

    /// Loads a model package in the background; the open study is then analysed with it.
    void loadModel(const QString& folder);
    void open(const QString& path);
    /// Forgets what is being read or analysed.
    void cancel();

    [[nodiscard]] Stage stage() const { return m_stage; }
    /// The package that was asked for last.
    [[nodiscard]] QString modelFolder() const { return m_modelFolder; }
    /// Analyses take urgent turns in this lane: they go between two batches of a training. Never
    /// null.
    [[nodiscard]] const std::shared_ptr<ComputeLane>& lane() const { return m_lane; }
    /// The studies opened lately; their decodeMs is the time of the first decoding. Never null.
    [[nodiscard]] const std::shared_ptr<StudyCache>& cache() const { return m_cache; }
    /// Null until modelReady().
    [[nodiscard]] std::shared_ptr<const Classifier> classifier() const { return m_classifier; }

Q_SIGNALS:
    void stageChanged(ccad::StudyLoader::Stage stage);
    void pictureReady(const ccad::OpenedStudy& study);
    void readingFailed(const QString& path, const ccad::Error& error);
    void findingReady(const ccad::Finding& finding);
    void analysisFailed(const ccad::Error& error);
    void modelReady();
    void modelFailed(const ccad::Error& error);

private:
    void setStage(Stage stage);
    void readWhole(const QString& path);
    void takeRead(const QString& path, const Result<OpenedStudy>& opened);
    void show(const OpenedStudy& study);
    void requestFinding();
    [[nodiscard]] int networkSide() const;
    /// The reduced picture if there is one, else the whole one; nothing while there is no picture,
    /// or if it was read for a classifier that needs another size.
    [[nodiscard]] std::optional<ReducedRadiograph> forNetwork() const;
    void takeFinding(Result<Finding> finding);

    Read m_read;
    Analyse m_analyse;
    LoadModel m_loadModel;
    ReadFirst m_readFirst;
    SideFor m_sideFor;
    std::shared_ptr<ComputeLane> m_lane = std::make_shared<ComputeLane>();
    std::shared_ptr<SharedTurn> m_turns = std::make_shared<SharedTurn>(m_lane);
    std::shared_ptr<StudyCache> m_cache = std::make_shared<StudyCache>(cacheMegabytes);
    QString m_modelFolder;
    std::shared_ptr<const Classifier> m_classifier;
    Radiograph m_radiograph; ///< the radiograph on screen; without pixels: none
    /// Reduced picture of the radiograph on screen or being read.
    std::shared_ptr<const ReducedRadiograph> m_forNetwork;
    QString m_path; ///< of the radiograph on screen or being read
    int m_networkSide = 0; ///< the shorter side for which it was read
    std::optional<Result<Finding>> m_early; ///< a finding that came before the picture
    double m_decodeMs = 0;
    Stage m_stage = Stage::Idle;
    // Last, hence destroyed first: their destructors wait for the workers.
    NewestWins m_modelLoading;
    NewestWins m_reading;
    NewestWins m_analysing;
};

} // namespace ccad
