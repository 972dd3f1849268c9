// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/batch_header.h"

#include "ui/screening/internal/batch_files.h"
#include "ui/settings/settings.h"
#include "ui/widgets/file_dialogs.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

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

BatchHeader::BatchHeader(Settings& settings, QMenu& exportMenu, QWidget* parent)
    : QWidget(parent), m_settings(settings), m_title(makeTextLabel({}, "title", this)),
      m_model(makeTextLabel({}, "muted", this)),
      m_start(makeMenuButton(tr("Screen"), makeStartMenu(), this))
{
    setAccessibleName(tr("Batch"));
    m_title->setObjectName(u"screeningTitle"_s);
    m_title->setWordWrap(false);
    m_start->setToolTip(tr("A new batch with the model that is asked in Review"));
    auto* open = makeButton(tr("&Open Batch…"), "open", this);
    open->setToolTip(tr("An older worklist; here, or where the command line made one"));
    connect(open, &QPushButton::clicked, this, &BatchHeader::chooseBatch);
    m_export = makeMenuButton(tr("Export"), &exportMenu, this);

    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_title);
    words->addWidget(m_model);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(spacing::large, spacing::medium, spacing::large, spacing::medium);
    layout->setSpacing(spacing::medium);
    layout->addLayout(words, 1);
    layout->addWidget(m_start);
    layout->addWidget(open);
    layout->addWidget(m_export);
}

QMenu* BatchHeader::makeStartMenu()
{
    auto* menu = new QMenu(this);
    menu->setAccessibleName(tr("Screen"));
    menu->addAction(tr("Screen &Files…"), this, &BatchHeader::chooseFiles);
    menu->addAction(tr("Screen a Fol&der…"), this, [this] { chooseFolder(false); });
    menu->addAction(tr("&Watch a Folder…"), this, [this] { chooseFolder(true); });
    return menu;
}

void BatchHeader::setBatch(const QString& title, const QString& toolTip, const QString& model)
{
    setPlainText(m_title, title);
    m_title->setToolTip(toolTip);
    setPlainText(m_model, model);
}

void BatchHeader::setCanStart(bool canStart)
{
    m_start->setEnabled(canStart);
}

void BatchHeader::setCanExport(bool canExport)
{
    m_export->setEnabled(canExport);
}

void BatchHeader::chooseFiles()
{
    // There is no filter by name: DICOM files often have no extension.
    auto* dialog = openFilesDialog(this, tr("Screen Files"),
                                   m_settings.value(Setting::LastFolder).toString());
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& files) {
        m_settings.setValue(Setting::LastFolder, QFileInfo(files.value(0)).absolutePath());
        Q_EMIT screenRequested(files);
    });
}

void BatchHeader::chooseFolder(bool toWatch)
{
    auto* dialog
        = openFolderDialog(this, toWatch ? tr("Choose a Folder to Watch") : tr("Screen a Folder"),
                           m_settings.value(Setting::LastFolder).toString());
    connect(dialog, &QFileDialog::fileSelected, this, [this, toWatch](const QString& folder) {
        m_settings.setValue(Setting::LastFolder, folder);
        if (toWatch)
            Q_EMIT watchRequested(folder);
        else
            Q_EMIT screenRequested({folder});
    });
}

void BatchHeader::chooseBatch()
{
    auto* dialog
        = openFileDialog(this, tr("Open Batch"), journalFolder(),
                         tr("Journals (*%1);;All files (*)").arg(QLatin1String(journalSuffix)));
    connect(dialog, &QFileDialog::fileSelected, this, &BatchHeader::openRequested);
}

} // namespace ccad
