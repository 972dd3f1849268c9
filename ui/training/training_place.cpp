// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_place.h"

#include "ui/model/installed_models.h"
#include "ui/model/model_library.h"
#include "ui/model/replace_question.h"
#include "ui/study/study_loader.h"
#include "ui/training/internal/data_step.h"
#include "ui/training/internal/output_fields.h"
#include "ui/training/internal/recipe_step.h"
#include "ui/training/internal/run_step.h"
#include "ui/training/internal/stepper.h"
#include "ui/training/results/results_view.h"
#include "ui/widgets/message_bar.h"

#include <QFrame>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

struct ReadResults
{
    ModelResults results;
    QString datasetPath; ///< as it was chosen, if the results are of it; or empty
};

} // namespace

TrainingPlace::TrainingPlace(Settings& settings, const StudyLoader& loader, ModelLibrary& models,
                             QWidget* parent)
    : Place(parent), m_models(models), m_job(loader.lane()),
      m_stepper(new Stepper({tr("Data"), tr("Recipe"), tr("Run"), tr("Results")}, this)),
      m_messages(new MessageBar(this)), m_pages(new QStackedWidget(this)),
      m_data(new DataStep(settings, this)), m_recipe(new RecipeStep(models, this)),
      m_run(new RunStep(m_job, this)), m_results(new ResultsView(this))
{
    setAccessibleName(tr("Training"));
    setFocusPolicy(Qt::NoFocus);
    setFocusProxy(&m_stepper->button(Data));
    makeLayout();
    connectSteps();
    connectResults();
    updateSteps();
    fillCandidates();
}

TrainingPlace::~TrainingPlace() = default;

void TrainingPlace::makeLayout()
{
    m_pages->setAccessibleName(tr("Step"));
    for (QWidget* page : {static_cast<QWidget*>(m_data), static_cast<QWidget*>(m_recipe),
                          static_cast<QWidget*>(m_run), static_cast<QWidget*>(m_results)})
        m_pages->addWidget(page);
    auto* line = new QFrame(this);
    line->setObjectName(u"line"_s);
    line->setAccessibleName(tr("Line"));
    line->setFixedHeight(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_stepper);
    layout->addWidget(line);
    layout->addWidget(m_messages);
    layout->addWidget(m_pages, 1);
}

void TrainingPlace::connectSteps()
{
    connect(m_stepper, &Stepper::chosen, this, [this](int step) { showStep(Step(step)); });
    connect(m_data, &DataStep::changed, this, &TrainingPlace::onDataChanged);
    connect(m_recipe, &RecipeStep::changed, this, &TrainingPlace::updateSteps);
    connect(m_run, &RunStep::startRequested, this, &TrainingPlace::start);
    connect(m_run, &RunStep::stateLineChanged, this, [this] {
        updateSteps();
        Q_EMIT jobChanged(m_job.isActive()
                              ? tr("Training %1: %2").arg(m_job.name(), m_run->stateLine())
                              : QString());
    });
    connect(&m_job, &TrainingJob::stateChanged, this, &TrainingPlace::busyChanged);
    connect(&m_job, &TrainingJob::finished, this, &TrainingPlace::onFinished);
    connect(&m_job, &TrainingJob::failed, this, [this] {
        m_recipe->output().look(); // a checkpoint is there now, perhaps
        updateSteps();
    });
}

void TrainingPlace::connectResults()
{
    connect(m_results, &ResultsView::openRequested, this,
            [this](const QString& file) { Q_EMIT openRequested({file}, m_resultsFolder); });
    connect(m_results, &ResultsView::useModelRequested, this, [this](const QString& folder) {
        m_models.use(folder);
        m_messages->show(MessageBar::Severity::Information,
                         tr("This model is now asked in Review. The one before can be rolled back "
                            "to in Model."));
    });
    connect(m_results, &ResultsView::thresholdSaved, this, [this](const QString& folder) {
        // The viewer must not go on with the old threshold.
        m_comparing.start(
            [folder, active = m_models.activeFolder()] { return isSameFolder(folder, active); },
            [this](bool isActive) {
                if (isActive)
                    m_models.loadActive();
            });
    });
    connect(m_results, &ResultsView::relabelled, m_data, &DataStep::reread);
    connect(&m_models, &ModelLibrary::changed, this, &TrainingPlace::fillCandidates);
}

void TrainingPlace::chooseDataset(const QString& path)
{
    showStep(Data);
    m_data->choose(path);
}

void TrainingPlace::onDataChanged()
{
    m_recipe->setDataset(m_data->index());
    updateSteps();
}

TrainingPlace::Step TrainingPlace::step() const
{
    return Step(m_pages->currentIndex());
}

void TrainingPlace::showStep(Step step)
{
    m_messages->hide();
    m_stepper->setCurrent(step);
    m_pages->setCurrentIndex(step);
    if (step == Recipe)
        m_recipe->suggestName();
}

void TrainingPlace::updateSteps()
{
    const bool hasData = m_data->index() != nullptr && !m_data->isBusy();
    const QString problem = m_recipe->problem();
    m_stepper->setState(Data, m_data->stateLine(), hasData);
    if (hasData)
        m_stepper->setState(Recipe, m_recipe->stateLine(), problem.isEmpty());
    else
        m_stepper->setDisabled(Recipe, tr("Needs a data set"));

    const bool canRun = hasData && problem.isEmpty();
    m_run->setReady(hasData ? problem : tr("First choose a data set."),
                    canRun && m_recipe->output().hasCheckpoint());
    if (canRun || m_job.isActive() || step() == Run)
        m_stepper->setState(Run, m_run->stateLine(), !m_resultsFolder.isEmpty());
    else
        m_stepper->setDisabled(Run, hasData ? problem : tr("Needs a data set"));

    if (m_resultsFolder.isEmpty())
        m_stepper->setDisabled(Results, tr("Needs a trained model"));
    else
        m_stepper->setState(Results, m_resultsLine, true);
}

void TrainingPlace::start(bool resume)
{
    if (!canStart())
        return;
    const OutputFields& output = m_recipe->output();
    // A training that goes on was asked about when it began.
    if (resume || !output.replaces()) {
        begin(resume, resume ? Existing::Replace : Existing::Keep);
        return;
    }
    askToReplace(*this, output.folder(), [this] {
        if (canStart())
            begin(false, Existing::Replace);
    });
}

bool TrainingPlace::canStart() const
{
    return !m_job.isActive() && m_data->index() && m_recipe->problem().isEmpty();
}

void TrainingPlace::begin(bool resume, Existing existing)
{
    m_recipe->output().keepName();
    TrainingSetup setup = m_recipe->setup(m_data->dataset(), m_data->concerns());
    setup.request.resume = resume;
    setup.existing = existing;
    m_trainedOn = m_data->path();
    m_run->begin(setup);
    m_job.start(setup);
}

void TrainingPlace::onFinished(const TrainedModel& model)
{
    m_models.remember(model.folder);
    showResults(model.results, model.folder, m_trainedOn);
    m_recipe->output().look();
    m_recipe->suggestName();
    updateSteps();
    if (step() == Run)
        showStep(Results);
}

void TrainingPlace::showResults(const ModelResults& results, const QString& packageFolder,
                                const QString& datasetPath)
{
    m_resultsFolder = packageFolder;
    const ClassificationReport report
        = evaluate(results.test.items, int(results.manifest.classes.size())).overall;
    const auto positive = size_t(results.manifest.positiveClass);
    const double auc
        = positive < report.perClass.size() ? report.perClass[positive].auc.value : std::nan("");
    m_resultsLine = std::isfinite(auc)
        ? tr("%1: AUC %2 on %3 test images")
              .arg(results.manifest.name, QString::number(auc, 'f', 3),
                   QString::number(report.count))
        : tr("%1: %2 test images").arg(results.manifest.name, QString::number(report.count));
    m_results->setResults(results, packageFolder);
    m_results->setDatasetPath(datasetPath);
    fillCandidates();
}

void TrainingPlace::showResultsOf(const QString& packageFolder)
{
    m_reading.start(
        [packageFolder, index = m_data->index(),
         path = m_data->path()](const CancelToken&) -> Result<ReadResults> {
            auto results = loadModelResults(packageFolder);
            if (!results)
                return results.error();
            // Labels can be corrected in a data set that is at hand.
            const bool isAtHand = index && isSameFolder(index->root, results->dataFolder);
            return ReadResults{*std::move(results), isAtHand ? path : QString()};
        },
        [this, packageFolder](const Result<ReadResults>& read) {
            if (!read) {
                m_messages->show(MessageBar::Severity::Error, read.error().message);
                return;
            }
            const bool isStillAtHand = read->datasetPath == m_data->path();
            showResults(read->results, packageFolder,
                        isStillAtHand ? read->datasetPath : QString());
            updateSteps();
            showStep(Results);
        });
}

void TrainingPlace::fillCandidates()
{
    using Candidates = QList<QPair<QString, QString>>;
    m_listing.start(
        [others = m_models.knownFolders(), shown = m_resultsFolder](const CancelToken&) {
            Candidates candidates;
            for (const InstalledModel& model : installedModels(others))
                if (model.manifest && model.hasResults && !isSameFolder(model.folder, shown))
                    candidates.append({model.manifest->name, model.folder});
            return candidates;
        },
        [this](const Candidates& candidates) { m_results->setCompareCandidates(candidates); });
}

} // namespace ccad
