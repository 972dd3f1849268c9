// SPDX-License-Identifier: GPL-3.0-or-later
// The look of the first step.
#include "ui/model/dataset_source_bar.h"
#include "ui/training/internal/data_step.h"
#include "ui/training/internal/duplicates_delegate.h"
#include "ui/training/internal/patient_key_form.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/scroll.h"
#include "ui/widgets/sentence_list.h"
#include "ui/widgets/text_label.h"

#include <QCheckBox>
#include <QHeaderView>
#include <QListView>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace ccad {

QWidget* DataStep::makeContent()
{
    auto* content = new QWidget(this);
    content->setAccessibleName(tr("Data set"));
    m_pages = new QStackedWidget(content);
    m_pages->setAccessibleName(tr("What the data set holds"));
    m_pages->addWidget(makeEmptyPage());
    auto* found = new QWidget(m_pages);
    found->setAccessibleName(tr("What the data set holds"));
    auto* columns = new QHBoxLayout(found);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(spacing::huge);
    columns->addWidget(makeOverview(), 1);
    columns->addWidget(makeDetails(), 1);
    m_pages->addWidget(found);

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

QWidget* DataStep::makeOverview()
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

QWidget* DataStep::makeDetails()
{
    m_details = new QTabWidget(this);
    m_details->setAccessibleName(tr("Patients, near-duplicates and unreadable files"));
    m_details->setDocumentMode(true);
    m_details->addTab(m_patientKey, tr("Patients"));
    m_details->addTab(makeDuplicatesPage(), tr("Near-Duplicates"));
    m_details->addTab(makeUnreadablePage(), tr("Unreadable"));
    return m_details;
}

QWidget* DataStep::makeDuplicatesPage()
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

QWidget* DataStep::makeUnreadablePage()
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

} // namespace ccad
