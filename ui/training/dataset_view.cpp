// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/internal/dataset_view.h"

#include "ui/training/internal/duplicates_delegate.h"
#include "ui/training/internal/patient_key_form.h"
#include "ui/widgets/scroll.h"
#include "ui/widgets/sentence_list.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QCheckBox>
#include <QHeaderView>
#include <QListView>
#include <QScrollArea>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace ccad {

namespace {

constexpr int thumbnailPixels = 128; ///< 64 at a device pixel ratio of 2
constexpr int keptThumbnails = 400;

} // namespace

DatasetView::DatasetView(QWidget* parent)
    : QWidget(parent), m_thumbnails(thumbnailPixels, keptThumbnails), m_duplicates(m_thumbnails),
      m_patientKey(new PatientKeyForm(this))
{
    setAccessibleName(tr("What the data set holds"));
    auto* columns = new QHBoxLayout(this);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(spacing::huge);
    columns->addWidget(makeOverview(), 1);
    columns->addWidget(makeDetails(), 1);
    connect(m_leaveOut, &QCheckBox::toggled, this, &DatasetView::leaveOutToggled);
}

QWidget* DatasetView::makeOverview()
{
    auto* overview = new QWidget(this);
    overview->setAccessibleName(tr("Overview"));
    auto* table = new QTableView(overview);
    table->setModel(&m_counts);
    table->setAccessibleName(tr("Images and patients by class, side and source"));
    table->horizontalHeader()->setAccessibleName(tr("Columns"));
    table->verticalHeader()->hide();
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setShowGrid(false);
    table->setWordWrap(false);
    m_totals = makeTextLabel({}, "muted", overview);
    m_concerns = new SentenceList(tr("Concerns"), overview);
    auto* scroll = new QScrollArea(overview);
    scroll->setAccessibleName(tr("Concerns"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* holder = new QWidget(scroll);
    holder->setAccessibleName(tr("Concerns"));
    auto* rows = new QVBoxLayout(holder);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->addWidget(m_concerns);
    rows->addStretch(1);
    scroll->setWidget(holder);
    makeTransparent(*scroll);

    auto* layout = new QVBoxLayout(overview);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::medium);
    layout->addWidget(makeTextLabel(tr("What the data set holds"), "heading", overview));
    layout->addWidget(m_totals);
    layout->addWidget(table, 3);
    layout->addSpacing(spacing::medium);
    layout->addWidget(
        makeTextLabel(tr("What to think of before trusting a result"), "heading", overview));
    layout->addWidget(scroll, 2);
    return overview;
}

QWidget* DatasetView::makeDetails()
{
    m_details = new QTabWidget(this);
    m_details->setAccessibleName(tr("Patients, near-duplicates and unreadable files"));
    m_details->setDocumentMode(true);
    m_details->addTab(m_patientKey, tr("Patients"));
    m_details->addTab(makeDuplicatesPage(), tr("Near-Duplicates"));
    m_details->addTab(makeUnreadablePage(), tr("Unreadable"));
    return m_details;
}

QWidget* DatasetView::makeDuplicatesPage()
{
    auto* page = new QWidget(this);
    page->setAccessibleName(tr("Near-duplicates"));
    m_duplicatesText = makeTextLabel({}, "text", page);
    m_leaveOut = new QCheckBox(tr("Leave out near-duplicates"), page);
    m_leaveOut->setAccessibleName(m_leaveOut->text());
    m_leaveOut->setToolTip(tr("One of each group stays; of a group under two labels none does, "
                              "since one of its labels is wrong."));
    auto* list = new QListView(page);
    list->setModel(&m_duplicates);
    list->setItemDelegate(new DuplicatesDelegate(list));
    list->setAccessibleName(tr("Pairs of images that look the same"));
    list->setUniformItemSizes(true);
    list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 12, 0, 0);
    layout->setSpacing(spacing::medium);
    layout->addWidget(m_duplicatesText);
    layout->addWidget(m_leaveOut);
    layout->addWidget(list, 1);
    return page;
}

QWidget* DatasetView::makeUnreadablePage()
{
    auto* page = new QWidget(this);
    page->setAccessibleName(tr("Unreadable files"));
    m_unreadableText = makeTextLabel({}, "text", page);
    auto* list = new QListView(page);
    list->setModel(&m_unreadable);
    list->setAccessibleName(tr("Files that cannot be read"));
    list->setWordWrap(true);
    list->setTextElideMode(Qt::ElideNone);
    list->setSpacing(spacing::small);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 12, 0, 0);
    layout->setSpacing(spacing::medium);
    layout->addWidget(m_unreadableText);
    layout->addWidget(list, 1);
    return page;
}

void DatasetView::setIndex(const std::shared_ptr<const DatasetIndex>& index)
{
    m_duplicates.setIndex(index);
    m_patientKey->setIndex(index);
    if (!index) {
        m_counts.clear();
        m_unreadable.setFiles({});
        return;
    }
    m_counts.setIndex(*index);
    m_unreadable.setFiles(index->unreadable);
    showTexts(*index);
    showConcerns(*index);
}

void DatasetView::showTexts(const DatasetIndex& index)
{
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
                     .arg(index.dataset.items.size())
                     .arg(index.dataset.classes.size())
                     .arg(index.seconds, 0, 'f', 1)
                     .arg(index.read)
                     .arg(index.cached));
}

void DatasetView::showConcerns(const DatasetIndex& index)
{
    m_concerns->clear();
    for (const QString& note : index.dataset.notes)
        m_concerns->addInformation(note);
    const QStringList concerns = concernsOf(index);
    for (const QString& concern : concerns)
        m_concerns->addWarning(concern);
    if (concerns.isEmpty())
        m_concerns->addInformation(
            tr("Nothing was found that stands in the way of a trustworthy result."));
}

bool DatasetView::leavesOutDuplicates() const
{
    return m_leaveOut->isChecked();
}

} // namespace ccad
