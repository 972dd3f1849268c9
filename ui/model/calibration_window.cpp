// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/internal/calibration_window.h"

#include "core/base/data_dirs.h"
#include "core/dataset/copies.h"
#include "core/local_calibration/local_calibration.h"
#include "ui/model/alike_question.h"
#include "ui/model/dataset_source_bar.h"
#include "ui/model/replace_question.h"
#include "ui/widgets/file_dialogs.h"
#include "ui/widgets/literal_text.h"
#include "ui/widgets/markdown.h"
#include "ui/widgets/number_fields.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/sentence_list.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr double lowestCoverage = 0.5;
constexpr double highestCoverage = 0.99;
/// The context of the error that only names classes that are alike.
const QString alikeContext = u"alike classes"_s;

/// Classes that the model writes otherwise, each beside the model's; then those that are alike
/// among themselves.
std::vector<QStringList> alikeGroups(const Dataset& dataset, const QStringList& ofModel)
{
    std::vector<QStringList> groups;
    Dataset adopted{dataset.classes, {}};
    if (adoptNames(adopted, ofModel, AlikeClasses::Join))
        for (qsizetype i = 0; i < dataset.classes.size(); ++i)
            if (dataset.classes[i] != adopted.classes[i])
                groups.push_back({dataset.classes[i], adopted.classes[i]});
    groups.insert(groups.end(), dataset.alikeClasses.begin(), dataset.alikeClasses.end());
    return groups;
}

QString suggestedFolder(const InstalledModel& model)
{
    const QString suffix = u"-local"_s;
    const QString name = QFileInfo(model.folder).fileName(); // of the path, asks no disk
    return QDir(userModelsDir()).filePath(name.endsWith(suffix) ? name : name + suffix);
}

QString introduction()
{
    return CalibrationWindow::tr(
               "The probabilities of a model hold for patients like those it was made with. "
               "Labelled films of your own department tell what they are worth here, and mend "
               "them: on half of the patients calibration, threshold, prediction sets and the "
               "limits of the gate are fitted, and on the other half it is measured what that "
               "gains. The network itself stays as it is, and so does this model: what comes of "
               "it is a new package.\n\n"
               "At least two classes need %1 films each, better many more, with a patient for "
               "each film (a DICOM file names it; a manifest has a column for it). The classes "
               "have to be named as the model names them.")
        .arg(fewestLocalFilms);
}

} // namespace

CalibrationWindow::CalibrationWindow(Settings& settings, const InstalledModel& model,
                                     QWidget* parent)
    : QDialog(parent), m_model(model), m_source(new DatasetSourceBar(settings, this)),
      m_folder(new QLineEdit(this)), m_choose(makeButton(tr("C&hoose…"), "open", this)),
      m_coverage(new NumberBox(this)), m_messages(new SentenceList(tr("Outcome"), this)),
      m_text(new MarkdownView(this)),
      m_start(makeButton(tr("Cali&brate"), "start", this, "startCalibration")),
      m_use(makeButton(tr("&Use the New Model"), "check", this, "useCalibrated")),
      m_run([this](RunState) { updateControls(); }, [this] { showProgress(); })
{
    const QString name = tr("Calibration of %1 %2 on Local Films")
                             .arg(model.manifest->name, model.manifest->version);
    setWindowTitle(literalTitle(name));
    setAccessibleName(name);
    resize(860, 720);
    makeFields();
    arrange();
    m_text->setAccessibleName(tr("Report of the calibration"));
    m_text->showMarkdown(introduction());
    connect(m_source, &DatasetSourceBar::chosen, this, &CalibrationWindow::setDataset);
    connect(m_source, &DatasetSourceBar::rereadRequested, this, &CalibrationWindow::calibrate);
    connect(m_source, &DatasetSourceBar::cancelled, this, [this] { m_run.cancel(); });
    connect(m_folder, &QLineEdit::textChanged, this, &CalibrationWindow::updateControls);
    connect(m_choose, &QPushButton::clicked, this, &CalibrationWindow::browse);
    connect(m_start, &QPushButton::clicked, this, &CalibrationWindow::calibrate);
    connect(m_use, &QPushButton::clicked, this, &CalibrationWindow::useIt);
    updateControls();
}

CalibrationWindow::~CalibrationWindow() = default;

void CalibrationWindow::makeFields()
{
    m_folder->setAccessibleName(tr("Folder of the new model"));
    m_folder->setText(suggestedFolder(m_model));
    m_choose->setAccessibleName(tr("Choose the folder of the new model"));
    m_coverage->setAccessibleName(tr("Coverage of the prediction sets"));
    m_coverage->setRange(lowestCoverage, highestCoverage);
    m_coverage->setDecimals(2);
    m_coverage->setSingleStep(0.05);
    m_coverage->setValue(defaultCoverage);
    m_coverage->setToolTip(
        tr("How often a prediction set is to hold the true class, whichever that is"));
    m_start->setDefault(true);
    m_use->setToolTip(
        tr("Makes the new model the active one; Roll Back returns to the one before"));
}

void CalibrationWindow::arrange()
{
    auto* folderRow = new QHBoxLayout;
    folderRow->setSpacing(spacing::medium);
    folderRow->addWidget(m_folder, 1);
    folderRow->addWidget(m_choose);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(spacing::large);
    form->setVerticalSpacing(spacing::medium);
    form->addRow(makeCaption(tr("Folder of the new model"), m_folder, this), folderRow);
    form->addRow(makeCaption(tr("Coverage of the prediction sets"), m_coverage, this), m_coverage);
    auto* close = makeButton(tr("Clos&e"), "close", this);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(spacing::medium);
    foot->addStretch(1);
    foot->addWidget(m_start);
    foot->addWidget(m_use);
    foot->addWidget(close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::large, spacing::large, spacing::large, spacing::large);
    layout->setSpacing(spacing::medium);
    layout->addWidget(makeTextLabel(tr("On which films?"), "heading", this));
    layout->addWidget(m_source);
    layout->addLayout(form);
    layout->addWidget(m_messages);
    layout->addWidget(m_text, 1);
    layout->addLayout(foot);
}

Result<DatasetIndex> CalibrationWindow::filmsOf(const Order& order, const Classifier& classifier,
                                                const Progress& progress, const CancelToken& cancel)
{
    IndexRequest wanted{order.dataset, {}, {}, defaultIndexCache(order.dataset)};
    wanted.oneClassIsEnough = true; // the sentence on too few films says more
    wanted.alike = order.alike == AlikeClasses::Join ? order.alike : AlikeClasses::KeepApart;
    auto index = indexDataset(wanted, cancel, progress);
    if (!index)
        return index.error();
    QStringList ofModel;
    for (const ModelClass& entry : classifier.manifest().classes)
        ofModel << entry.name;
    const std::vector<QStringList> groups = alikeGroups(index->dataset, ofModel);
    if (order.alike == AlikeClasses::Refuse && !groups.empty())
        return Error{ErrorCode::DatasetUnusable, alikeText(groups), alikeContext};
    if (auto adopted = adoptNames(index->dataset, ofModel, wanted.alike); !adopted)
        return adopted.error();
    index->dataset = withoutCopies(*index);
    const auto& copies = index->dataset.leftOut;
    index->unreadable.insert(index->unreadable.end(), copies.begin(), copies.end());
    return index;
}

Result<CalibrationWindow::Outcome>
CalibrationWindow::fitted(const Order& order, const Progress& progress, const CancelToken& cancel)
{
    // Asked now, since the answers take a while.
    if (isShippedModel(order.folder) || isShippedModel(canonicalFolder(order.folder)))
        return Error{ErrorCode::InvalidArgument,
                     tr("The model in %1 came with CCAD and stays as it is. Choose another folder.")
                         .arg(order.folder),
                     order.folder};
    if (auto target = checkPackageTarget(order.folder, order.existing); !target)
        return target.error();
    const auto classifier = Classifier::load(order.model);
    if (!classifier)
        return classifier.error();
    auto index = filmsOf(order, **classifier, progress, cancel);
    if (!index)
        return index.error();
    // Without the lung network, the audit names the tests with blanked lungs as not done.
    const auto lungs = LungSegmenter::load(dataDir() + u"/models/ccad-lungs"_s);
    LocalCalibrationRequest request;
    request.dataset = std::move(index->dataset);
    request.dataFolder = index->root;
    request.coverage = order.coverage;
    const auto result = calibrateOnLocalFilms(
        **classifier, order.model, lungs ? lungs->get() : nullptr, request, cancel, progress);
    if (!result)
        return result.error();
    if (cancel.isCancelled())
        return Error{ErrorCode::Cancelled, tr("The calibration was cancelled."), {}};
    Outcome outcome{localCalibrationText(*result), static_cast<int>(index->unreadable.size()), {}};
    // A disk that is full must not cost the report.
    if (auto saved = saveModelPackage(result->package, order.folder, order.existing); !saved)
        outcome.problem = saved.error().message;
    return outcome;
}

void CalibrationWindow::setDataset(const QString& dataset)
{
    m_dataset = dataset;
    m_source->setPath(dataset);
    m_run.cancel();
    updateControls();
}

void CalibrationWindow::calibrate()
{
    if (!m_start->isEnabled())
        return;
    begin({m_model.folder, m_dataset,
           QDir::cleanPath(QDir(userModelsDir()).filePath(m_folder->text().trimmed())),
           m_coverage->value(), Existing::Keep});
}

void CalibrationWindow::begin(const Order& order)
{
    if (isBusy())
        return;
    m_messages->clear();
    m_savedFolder.clear();
    const RunControl control;
    m_run.start(
        control,
        [order, control](const Run::Reporter& reporter) {
            const Progress progress = [&reporter](qint64 done, qint64 total, const QString& what) {
                reporter.setProgress({done, total, what});
            };
            return fitted(order, progress, control.cancelToken());
        },
        [this, order](const Result<Outcome>& outcome) { onEnded(order, outcome); });
}

void CalibrationWindow::showProgress()
{
    const Step step = m_run.progress();
    if (m_run.state() == RunState::Running && step.total > 0)
        m_source->setProgress(step.done, step.total, step.what);
}

void CalibrationWindow::onEnded(const Order& order, const Result<Outcome>& outcome)
{
    if (outcome) {
        showOutcome(order, *outcome);
        Q_EMIT ended();
    } else {
        onError(order, outcome.error());
    }
}

void CalibrationWindow::onError(const Order& order, const Error& error)
{
    if (error.context == alikeContext)
        return askAboutClasses(order, error.message);
    if (error.code == ErrorCode::Cancelled)
        m_messages->addInformation(tr("The calibration was cancelled. Nothing was written."));
    else if (error.code == ErrorCode::AlreadyExists && order.existing == Existing::Keep)
        return askToReplace(*this, order.folder, [this, order] {
            Order again = order;
            again.existing = Existing::Replace;
            begin(again);
        });
    else
        m_messages->addError(error.message);
    Q_EMIT ended();
}

void CalibrationWindow::askAboutClasses(const Order& order, const QString& names)
{
    askAboutAlikeClasses(
        *this, names,
        [this, order](AlikeClasses alike) {
            Order again = order;
            again.alike = alike;
            begin(again);
        },
        [this] {
            m_messages->addError(tr("Nobody said whether some classes are one."));
            Q_EMIT ended();
        });
}

void CalibrationWindow::showOutcome(const Order& order, const Outcome& outcome)
{
    m_text->showMarkdown(outcome.text);
    if (outcome.unreadable > 0)
        m_messages->addWarning(
            tr("Left out, since they cannot be read: %n file(s).", nullptr, outcome.unreadable));
    if (!outcome.problem.isEmpty())
        return m_messages->addError(outcome.problem);
    m_messages->addInformation(
        tr("The new model lies in %1. It answers once you use it: read the report first.")
            .arg(order.folder));
    m_savedFolder = order.folder;
    updateControls();
    Q_EMIT saved(order.folder);
}

void CalibrationWindow::useIt()
{
    const QString folder = std::exchange(m_savedFolder, QString());
    updateControls();
    m_messages->clear();
    m_messages->addInformation(tr("The new model is the active one now."));
    Q_EMIT useRequested(folder);
}

void CalibrationWindow::browse()
{
    auto* dialog = openFolderDialog(this, tr("Choose a Folder for the Model"), m_folder->text());
    connect(dialog, &QFileDialog::fileSelected, m_folder, &QLineEdit::setText);
}

void CalibrationWindow::updateControls()
{
    const bool busy = m_run.isActive();
    m_source->setBusy(busy);
    if (m_run.state() == RunState::Cancelling)
        m_source->setProgress(0, 0, tr("Cancelling"));
    for (QWidget* field : {static_cast<QWidget*>(m_folder), static_cast<QWidget*>(m_choose),
                           static_cast<QWidget*>(m_coverage)})
        field->setEnabled(!busy);
    m_start->setEnabled(!busy && !m_dataset.isEmpty() && !m_folder->text().trimmed().isEmpty());
    m_use->setEnabled(!busy && !m_savedFolder.isEmpty());
}

QString CalibrationWindow::text() const
{
    return m_text->toPlainText();
}

QStringList CalibrationWindow::sentences() const
{
    return m_messages->sentences();
}

} // namespace ccad
