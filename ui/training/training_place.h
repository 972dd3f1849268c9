// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/in_order.h"
#include "ui/jobs/newest_wins.h"
#include "ui/jobs/training_job.h"
#include "ui/widgets/place.h"

class QStackedWidget;

namespace ccad {

class DataStep;
class MessageBar;
class ModelLibrary;
class RecipeStep;
class ResultsView;
class RunStep;
class Settings;
class Stepper;
class StudyLoader;

/// The place where a model is trained on a folder of images: data, recipe, run and results as four
/// steps that stay in sight.
class TrainingPlace final : public Place
{
    Q_OBJECT
public:
    enum Step
    {
        Data,
        Recipe,
        Run,
        Results
    };

    /// All three must outlive the place.
    TrainingPlace(Settings& settings, const StudyLoader& loader, ModelLibrary& models,
                  QWidget* parent = nullptr);
    ~TrainingPlace() override;

    [[nodiscard]] QString key() const override { return QStringLiteral("training"); }
    [[nodiscard]] QString title() const override { return tr("Training"); }
    /// The first path is the data set.
    void take(const QStringList& paths) override { chooseDataset(paths.value(0)); }
    [[nodiscard]] bool isBusy() const override { return m_job.isActive(); }
    void halt() override { m_job.cancel(); }

    /// Takes a folder or a manifest.csv and goes to the first step.
    void chooseDataset(const QString& path);
    /// Shows in the last step what a package records of its test.
    void showResultsOf(const QString& packageFolder);
    void showStep(Step step);

    [[nodiscard]] Step step() const;
    [[nodiscard]] TrainingJob& job() { return m_job; }
    [[nodiscard]] Stepper& stepper() { return *m_stepper; }
    [[nodiscard]] DataStep& data() { return *m_data; }
    [[nodiscard]] RecipeStep& recipe() { return *m_recipe; }
    [[nodiscard]] RunStep& run() { return *m_run; }
    [[nodiscard]] ResultsView& results() { return *m_results; }
    [[nodiscard]] MessageBar& messageBar() { return *m_messages; }

private:
    void makeLayout();
    void connectSteps();
    void connectResults();
    void onDataChanged();
    void updateSteps();
    /// Starts the training; asks first when a model would be replaced.
    void start(bool resume);
    [[nodiscard]] bool canStart() const;
    void begin(bool resume, Existing existing);
    void onFinished(const TrainedModel& model);
    void showResults(const ModelResults& results, const QString& packageFolder,
                     const QString& datasetPath);
    void fillCandidates();

    ModelLibrary& m_models;
    TrainingJob m_job;
    Stepper* m_stepper;
    MessageBar* m_messages;
    QStackedWidget* m_pages;
    DataStep* m_data;
    RecipeStep* m_recipe;
    RunStep* m_run;
    ResultsView* m_results;
    QString m_resultsFolder; ///< folder of the package whose results are shown; empty: none
    QString m_resultsLine;
    QString m_trainedOn; ///< data set of the training that runs or ran last
    InOrder m_comparing; ///< compares folders
    NewestWins m_reading; ///< reads the results of a package
    NewestWins m_listing; ///< lists packages to compare with
};

} // namespace ccad
