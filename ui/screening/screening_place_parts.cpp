// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the place of screening.
#include "ui/screening/internal/batch_files.h"
#include "ui/screening/internal/export_menu.h"
#include "ui/screening/internal/progress_strip.h"
#include "ui/screening/internal/training_sender.h"
#include "ui/screening/internal/worklist_panel.h"
#include "ui/screening/screening_place.h"
#include "ui/settings/settings.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QFrame>
#include <QHBoxLayout>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QToolButton* makeMenuButton(const QString& text, QMenu* menu, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setText(text);
    button->setAccessibleName(text);
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setFocusPolicy(Qt::TabFocus);
    button->setObjectName(u"exportPlot"_s); // a menu button of the style sheet
    return button;
}

} // namespace

void ScreeningPlace::makeLayout()
{
    m_pages->setAccessibleName(tr("Worklist"));
    m_pages->addWidget(makeEmptyPage());
    m_pages->addWidget(m_worklist);
    auto* line = new QFrame(this);
    line->setObjectName(u"line"_s);
    line->setAccessibleName(tr("Line"));
    line->setFixedHeight(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    layout->addWidget(line);
    layout->addWidget(m_messages);
    layout->addWidget(m_strip);
    layout->addWidget(m_pages, 1);
    layout->addWidget(makeFooter());
}

QWidget* ScreeningPlace::makeHeader()
{
    auto* header = new QWidget(this);
    header->setAccessibleName(tr("Batch"));
    m_title = makeTextLabel({}, "title", header);
    m_title->setObjectName(u"screeningTitle"_s);
    m_title->setWordWrap(false);
    m_model = makeTextLabel({}, "muted", header);
    m_start = makeMenuButton(tr("Screen"), makeStartMenu(), header);
    m_start->setToolTip(tr("A new batch with the model that is asked in Review"));
    auto* open = makeButton(tr("&Open Batch…"), "open", header);
    open->setToolTip(tr("An older worklist; here, or where the command line made one"));
    connect(open, &QPushButton::clicked, this, &ScreeningPlace::chooseBatch);
    m_export->menu().addSeparator();
    m_export->menu().addMenu(&m_sender->menu());
    m_worklist->rowMenu().addSeparator();
    m_worklist->rowMenu().addAction(&m_export->overlaysOfChosen());
    m_worklist->rowMenu().addMenu(&m_sender->menu());
    m_exportButton = makeMenuButton(tr("Export"), &m_export->menu(), header);

    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_title);
    words->addWidget(m_model);
    auto* layout = new QHBoxLayout(header);
    layout->setContentsMargins(spacing::large, spacing::medium, spacing::large, spacing::medium);
    layout->setSpacing(spacing::medium);
    layout->addLayout(words, 1);
    layout->addWidget(m_start);
    layout->addWidget(open);
    layout->addWidget(m_exportButton);
    return header;
}

QMenu* ScreeningPlace::makeStartMenu()
{
    auto* menu = new QMenu(this);
    menu->setAccessibleName(tr("Screen"));
    menu->addAction(tr("Screen &Files…"), this, &ScreeningPlace::chooseFiles);
    menu->addAction(tr("Screen a Fol&der…"), this, [this] { chooseFolder(false); });
    menu->addAction(tr("&Watch a Folder…"), this, [this] { chooseFolder(true); });
    return menu;
}

QWidget* ScreeningPlace::makeEmptyPage()
{
    auto* page = new QWidget(this);
    page->setAccessibleName(tr("No batch yet"));
    auto* title = makeTextLabel(
        tr("Drop a folder, a DICOMDIR or a ZIP here, or press Screen above"), "title", page);
    title->setAlignment(Qt::AlignHCenter);
    auto* text = makeTextLabel(
        tr("Every file gets one row: findings with the most urgent first, then what the model must "
           "not judge, then what could not be read, each with its reason. A file that crashes a "
           "reader harms nothing else, and a batch that was interrupted goes on where it was."),
        "muted", page);
    text->setAlignment(Qt::AlignHCenter);
    text->setFixedWidth(560);
    auto* layout = new QVBoxLayout(page);
    layout->setSpacing(spacing::medium);
    layout->addStretch(2);
    layout->addWidget(title);
    // An alignment would take the height of a label that does not wrap.
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(text);
    row->addStretch(1);
    layout->addLayout(row);
    layout->addStretch(3);
    return page;
}

QWidget* ScreeningPlace::makeFooter()
{
    auto* footer = new QFrame(this);
    footer->setObjectName(u"footer"_s);
    footer->setAccessibleName(tr("Intended use"));
    auto* text = new QLabel(tr("Research use only. Not for diagnosis."), footer);
    text->setObjectName(u"intendedUse"_s);
    text->setAccessibleName(text->text());
    QFont strong = font();
    strong.setWeight(QFont::DemiBold);
    text->setFont(strong);
    auto* layout = new QHBoxLayout(footer);
    layout->setContentsMargins(spacing::large, spacing::small, spacing::large, spacing::small);
    layout->addWidget(text);
    return footer;
}

void ScreeningPlace::chooseFiles()
{
    // There is no filter by name: DICOM files often have no extension.
    auto* dialog = new QFileDialog(this, tr("Screen Files"),
                                   m_settings.value(Setting::LastFolder).toString());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& files) {
        m_settings.setValue(Setting::LastFolder, QFileInfo(files.value(0)).absolutePath());
        screen(files);
    });
    dialog->open();
}

void ScreeningPlace::chooseFolder(bool toWatch)
{
    auto* dialog
        = new QFileDialog(this, toWatch ? tr("Choose a Folder to Watch") : tr("Screen a Folder"),
                          m_settings.value(Setting::LastFolder).toString());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this, toWatch](const QString& folder) {
        m_settings.setValue(Setting::LastFolder, folder);
        if (toWatch)
            watch(folder);
        else
            screen({folder});
    });
    dialog->open();
}

void ScreeningPlace::chooseBatch()
{
    auto* dialog
        = new QFileDialog(this, tr("Open Batch"), journalFolder(),
                          tr("Journals (*%1);;All files (*)").arg(QLatin1String(journalSuffix)));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ScreeningPlace::openBatch);
    dialog->open();
}

} // namespace ccad
