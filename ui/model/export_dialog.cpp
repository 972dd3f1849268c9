// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/internal/export_dialog.h"

#include "core/package/package_export.h"
#include "ui/model/internal/audit_colour.h"
#include "ui/widgets/file_dialogs.h"
#include "ui/widgets/literal_text.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/sentence_list.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace ccad {

ExportDialog::ExportDialog(const InstalledModel& model, QWidget* parent)
    : QDialog(parent), m_name(QFileInfo(model.folder).fileName()),
      m_wanted(acknowledgementFor(model.manifest->audit)), m_folder(new QLineEdit(this)),
      m_words(new QLineEdit(this)),
      m_export(makeButton(tr("&Export"), "save-image", this, "exportNow"))
{
    setWindowTitle(tr("Export %1").arg(literalTitle(model.manifest->name)));
    setAccessibleName(windowTitle());
    setMinimumWidth(520);
    m_folder->setAccessibleName(tr("Folder to copy the model to"));
    m_folder->setText(QDir::homePath());
    m_words->setAccessibleName(tr("Acknowledgement"));
    m_words->setPlaceholderText(m_wanted);

    m_export->setDefault(true);
    connect(m_folder, &QLineEdit::textChanged, this, &ExportDialog::checkFolder);
    connect(m_words, &QLineEdit::textChanged, this, &ExportDialog::checkInput);
    connect(m_export, &QPushButton::clicked, this, [this] {
        Q_EMIT chosen(QDir(m_folder->text()).filePath(m_name), m_words->text());
        accept();
    });
    layOut(model);
    checkFolder();
}

void ExportDialog::layOut(const InstalledModel& model)
{
    auto* auditColour = new SentenceList(tr("Shortcut audit"), this);
    showAuditColour(*auditColour, model.manifest->audit);
    auto* choose = makeButton(tr("&Choose…"), "open", this);
    auto* close = makeButton(tr("Cancel"), nullptr, this);
    connect(choose, &QPushButton::clicked, this, &ExportDialog::browse);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);

    auto* place = new QHBoxLayout;
    place->setSpacing(spacing::medium);
    place->addWidget(m_folder, 1);
    place->addWidget(choose);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(spacing::medium);
    foot->addStretch(1);
    foot->addWidget(close);
    foot->addWidget(m_export);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::large, spacing::large, spacing::large, spacing::large);
    layout->setSpacing(spacing::medium);
    layout->addWidget(auditColour);
    layout->addWidget(makeTextLabel(
        tr("A folder named %1 is made in the one that you choose:").arg(m_name), "text", this));
    layout->addLayout(place);
    layout->addWidget(
        makeTextLabel(tr("The copy holds the model, its card, its figures and curves. The lists of "
                         "images that it "
                         "was tried on, with names of files and patients' pseudonyms, stay here."),
                      "muted", this));
    if (m_wanted.isEmpty()) {
        m_words->hide();
    } else {
        layout->addWidget(makeTextLabel(
            tr("Whoever gets this model has to be told. Type “%1” to go on:").arg(m_wanted), "text",
            this));
        layout->addWidget(m_words);
    }
    layout->addStretch(1);
    layout->addLayout(foot);
    resize(minimumWidth(), layout->totalHeightForWidth(minimumWidth()));
}

void ExportDialog::browse()
{
    auto* dialog = openFolderDialog(this, tr("Choose a Folder"), m_folder->text());
    connect(dialog, &QFileDialog::fileSelected, m_folder, &QLineEdit::setText);
}

void ExportDialog::checkFolder()
{
    checkInput();
    m_looking.start(
        [folder = m_folder->text()](const CancelToken&) { return QFileInfo(folder).isDir(); },
        [this](bool exists) {
            m_folderExists = exists;
            checkInput();
        });
}

void ExportDialog::checkInput()
{
    const bool known = m_wanted.isEmpty()
        || m_words->text().trimmed().compare(m_wanted, Qt::CaseInsensitive) == 0;
    m_export->setEnabled(known && m_folderExists);
}

} // namespace ccad
