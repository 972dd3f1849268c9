// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/internal/data_step.h"

#include "ui/model/alike_question.h"
#include "ui/model/dataset_source_bar.h"
#include "ui/training/internal/patient_key_form.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/sentence_list.h"
#include "ui/widgets/text_label.h"

#include <QCheckBox>
#include <QFileInfo>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

namespace ccad {

namespace {

constexpr int thumbnailPixels = 128; ///< 64 at a device pixel ratio of 2
constexpr int keptThumbnails = 400;

} // namespace

DataStep::DataStep(Settings& settings, QWidget* parent)
    : QWidget(parent), m_settings(settings), m_thumbnails(thumbnailPixels, keptThumbnails),
      m_duplicates(m_thumbnails), m_source(new DatasetSourceBar(settings, this)),
      m_messages(new MessageBar(this)), m_patientKey(new PatientKeyForm(this))
{
    setAccessibleName(tr("Data"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    layout->addWidget(makeContent(), 1);

    connect(&m_progress, &JobProgress::stepped, m_source, &DatasetSourceBar::setProgress);
    connect(m_source, &DatasetSourceBar::chosen, this, &DataStep::choose);
    connect(m_source, &DatasetSourceBar::cancelled, this, &DataStep::cancelIndexing);
    connect(m_source, &DatasetSourceBar::rereadRequested, this, &DataStep::reread);
    connect(m_patientKey, &PatientKeyForm::ruleChanged, this, &DataStep::reread);
    connect(m_leaveOut, &QCheckBox::toggled, this, [this] {
        countImages();
        Q_EMIT changed();
    });
}

DataStep::~DataStep() = default;

void DataStep::choose(const QString& path)
{
    if (path.isEmpty())
        return;
    m_path = QFileInfo(path).absoluteFilePath();
    m_alike = AlikeClasses::Refuse;
    m_source->setPath(m_path);
    m_index.reset();
    m_problem.clear();
    m_thumbnails.cancel();
    startIndexing();
}

void DataStep::reread()
{
    if (!m_path.isEmpty())
        startIndexing();
}

void DataStep::startIndexing()
{
    m_messages->hide();
    IndexRequest request;
    request.path = m_path;
    request.patientKey = m_patientKey->rule();
    request.classFolder = m_patientKey->classFolder();
    // Kept apart until the question is answered.
    request.alike = m_alike == AlikeClasses::Join ? m_alike : AlikeClasses::KeepApart;
    using Found = Result<std::shared_ptr<const DatasetIndex>>;
    m_indexing.start(
        [request, progress = m_progress.start()](const CancelToken& cancel) mutable -> Found {
            request.cacheFile = defaultIndexCache(request.path);
            auto index = indexDataset(request, cancel, progress);
            if (!index)
                return index.error();
            return std::make_shared<const DatasetIndex>(*std::move(index));
        },
        [this](const Found& found) {
            m_progress.stop();
            m_source->setBusy(false);
            if (found && m_alike == AlikeClasses::Refuse && !(*found)->dataset.alikeClasses.empty())
                askAboutClasses((*found)->dataset.alikeClasses);
            else if (found)
                showIndex(*found);
            else
                complain(found.error());
        });
    m_source->setBusy(true);
    Q_EMIT changed();
}

void DataStep::cancelIndexing()
{
    m_indexing.cancel();
    m_progress.stop();
    m_source->setBusy(false);
    if (!m_index)
        m_problem = tr("Looking through the data set was cancelled.");
    Q_EMIT changed();
}

void DataStep::showIndex(std::shared_ptr<const DatasetIndex> index)
{
    m_index = std::move(index);
    m_problem.clear();
    m_pages->setCurrentIndex(1);
    m_counts.setIndex(*m_index);
    m_duplicates.setIndex(m_index);
    m_unreadable.setFiles(m_index->unreadable);
    m_patientKey->setIndex(m_index);
    const int duplicates = m_duplicates.rowCount();
    const int unreadable = m_unreadable.rowCount();
    m_details->setTabText(1, tr("Near-Duplicates (%1)").arg(duplicates));
    m_details->setTabText(2, tr("Unreadable (%1)").arg(unreadable));
    m_leaveOut->setEnabled(duplicates > 0);
    setPlainText(m_duplicatesText,
                 duplicates == 0 ? tr("No two images look the same.")
                                 : tr("%n pair(s) of images look the same.", nullptr, duplicates));
    setPlainText(m_unreadableText,
                 unreadable == 0
                     ? tr("Every file can be read.")
                     : tr("%n file(s) cannot be read and will be left out.", nullptr, unreadable));
    setPlainText(m_totals,
                 tr("%1 images in %2 classes, looked through in %3 s (%4 files opened, %5 known "
                    "from before).")
                     .arg(m_index->dataset.items.size())
                     .arg(m_index->dataset.classes.size())
                     .arg(m_index->seconds, 0, 'f', 1)
                     .arg(m_index->read)
                     .arg(m_index->cached));
    showConcerns();
    countImages();
    Q_EMIT changed();
}

void DataStep::askAboutClasses(const std::vector<QStringList>& groups)
{
    const QString names = alikeText(groups);
    complain({ErrorCode::DatasetUnusable,
              tr("Some classes have names that are alike: %1").arg(names), m_path});
    askAboutAlikeClasses(
        *this, names,
        [this, path = m_path](AlikeClasses alike) {
            if (path != m_path || isBusy())
                return; // another one was chosen meanwhile
            m_alike = alike;
            startIndexing();
        },
        [] {});
}

void DataStep::showConcerns()
{
    m_concerns->clear();
    for (const QString& note : m_index->dataset.notes)
        m_concerns->addInformation(note);
    const QStringList concerns = concernsOf(*m_index);
    for (const QString& concern : concerns)
        m_concerns->addWarning(concern);
    if (concerns.isEmpty())
        m_concerns->addInformation(
            tr("Nothing was found that stands in the way of a trustworthy result."));
}

void DataStep::complain(const Error& error)
{
    m_index.reset();
    m_problem = error.message;
    m_pages->setCurrentIndex(0);
    m_counts.clear();
    m_duplicates.setIndex(nullptr);
    m_unreadable.setFiles({});
    m_patientKey->setIndex(nullptr);
    m_messages->show(MessageBar::Severity::Error, error.message);
    Q_EMIT changed();
}

Dataset DataStep::dataset() const
{
    return m_leaveOut->isChecked() ? withoutDuplicates(*m_index) : m_index->dataset;
}

void DataStep::countImages()
{
    m_images = m_index ? int(dataset().items.size()) : 0;
}

QStringList DataStep::concerns() const
{
    return m_index ? concernsOf(*m_index) : QStringList();
}

QString DataStep::stateLine() const
{
    if (isBusy())
        return tr("Looking through the data set…");
    if (!m_problem.isEmpty())
        return m_problem;
    if (!m_index)
        return tr("Choose a folder");
    const int images
        = int(m_leaveOut->isChecked() ? dataset().items.size() : m_index->dataset.items.size());
    return tr("%1 images, %2 classes").arg(images).arg(m_index->dataset.classes.size());
}

} // namespace ccad
