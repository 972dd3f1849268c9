// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/internal/data_step.h"

#include "core/dataset/copies.h"
#include "ui/model/alike_question.h"
#include "ui/model/dataset_source_bar.h"
#include "ui/training/internal/dataset_view.h"
#include "ui/training/internal/patient_key_form.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QFileInfo>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace ccad {

DataStep::DataStep(Settings& settings, QWidget* parent)
    : QWidget(parent), m_source(new DatasetSourceBar(settings, this)),
      m_messages(new MessageBar(this)), m_view(new DatasetView(this)),
      m_pages(new QStackedWidget(this))
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
    connect(&m_view->patientKey(), &PatientKeyForm::ruleChanged, this, &DataStep::reread);
    connect(m_view, &DatasetView::leaveOutToggled, this, [this] {
        countImages();
        Q_EMIT changed();
    });
}

DataStep::~DataStep() = default;

QWidget* DataStep::makeContent()
{
    auto* content = new QWidget(this);
    content->setAccessibleName(tr("Data set"));
    m_pages->setAccessibleName(tr("What the data set holds"));
    m_pages->addWidget(makeEmptyPage());
    m_pages->addWidget(m_view);

    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(spacing::huge, spacing::large, spacing::huge, spacing::large);
    layout->setSpacing(spacing::large);
    layout->addWidget(m_source);
    layout->addWidget(m_pages, 1);
    return content;
}

QWidget* DataStep::makeEmptyPage()
{
    auto* page = new QWidget(this);
    page->setAccessibleName(tr("No data set yet"));
    auto* title = makeTextLabel(tr("Drop a folder of radiographs here, or choose one above"),
                                "title", page);
    title->setAlignment(Qt::AlignHCenter);
    auto* text = makeTextLabel(
        tr("One folder for each class, for example covid and normal; folders train and test above "
           "them, if there are any, are kept. A manifest.csv with the columns file and label, and "
           "perhaps patient and source, says more."),
        "muted", page);
    text->setAlignment(Qt::AlignHCenter);
    text->setFixedWidth(560);
    auto* layout = new QVBoxLayout(page);
    layout->setSpacing(spacing::medium);
    layout->addStretch(2);
    layout->addWidget(title);
    layout->addWidget(text, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    return page;
}

void DataStep::choose(const QString& path)
{
    if (path.isEmpty())
        return;
    m_path = QFileInfo(path).absoluteFilePath();
    m_alike = AlikeClasses::Refuse;
    m_source->setPath(m_path);
    m_index.reset();
    m_problem.clear();
    m_view->cancelThumbnails();
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
    request.patientKey = m_view->patientKey().rule();
    request.classFolder = m_view->patientKey().classFolder();
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
    m_view->setIndex(m_index);
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

void DataStep::complain(const Error& error)
{
    m_index.reset();
    m_problem = error.message;
    m_pages->setCurrentIndex(0);
    m_view->setIndex(nullptr);
    m_messages->show(MessageBar::Severity::Error, error.message);
    Q_EMIT changed();
}

Dataset DataStep::dataset() const
{
    return m_view->leavesOutDuplicates() ? withoutDuplicates(*m_index) : withoutCopies(*m_index);
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
    const int images = int(m_view->leavesOutDuplicates() ? dataset().items.size()
                                                         : m_index->dataset.items.size());
    return tr("%1 images, %2 classes").arg(images).arg(m_index->dataset.classes.size());
}

} // namespace ccad
