// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deidentification/internal/deid_choices.h"

#include "ui/deidentification/internal/deid_words.h"
#include "ui/settings/settings.h"
#include "ui/widgets/column.h"
#include "ui/widgets/file_dialogs.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

#include <memory>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qsizetype shortestSecret = 8; ///< characters; see sealed()

} // namespace

DeidChoices::DeidChoices(Settings& settings, QWidget* parent)
    : QWidget(parent), m_settings(settings)
{
    setAccessibleName(tr("Films and profile"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::huge);
    layout->addWidget(makeFilms(), 1);
    layout->addWidget(makeOptions(), 1);
    showMappingRows();
}

QWidget* DeidChoices::makeFilms()
{
    auto* films = new QWidget(this);
    films->setAccessibleName(tr("Films"));
    auto* layout = makeColumn(films, spacing::medium);
    m_paths = new QListWidget(films);
    m_paths->setObjectName(u"deid-paths"_s);
    m_paths->setAccessibleName(tr("Films and folders"));
    m_paths->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_paths->setTextElideMode(Qt::ElideMiddle);
    auto* files = makeButton(tr("Add F&iles…"), "open", films);
    auto* folder = makeButton(tr("Add F&older…"), "open", films);
    auto* remove = makeButton(tr("&Remove"), "close", films);
    connect(files, &QPushButton::clicked, this, [this] { chooseFilms(false); });
    connect(folder, &QPushButton::clicked, this, [this] { chooseFilms(true); });
    connect(remove, &QPushButton::clicked, this, &DeidChoices::removeChosen);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(spacing::medium);
    for (QPushButton* button : {files, folder, remove})
        buttons->addWidget(button);
    buttons->addStretch(1);
    layout->addWidget(makeTextLabel(tr("Which films?"), "heading", films));
    layout->addWidget(makeTextLabel(tr("DICOM files, folders and archives. They stay as they are."),
                                    "muted", films));
    layout->addWidget(m_paths, 1);
    layout->addLayout(buttons);
    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->setVerticalSpacing(spacing::small);
    m_out = addPathRow(*form, tr("Folder for the new files"), "deid-out", Ask::Folder);
    layout->addLayout(form);
    m_replace = new QCheckBox(tr("&Replace new files of an earlier run"), films);
    m_replace->setObjectName(u"deid-replace"_s);
    m_replace->setAccessibleName(tr("Replace new files of an earlier run"));
    connect(m_replace, &QCheckBox::toggled, this, &DeidChoices::changed);
    layout->addWidget(m_replace);
    return films;
}

QWidget* DeidChoices::makeOptions()
{
    auto* options = new QWidget(this);
    options->setAccessibleName(tr("Profile and mapping"));
    auto* layout = makeColumn(options, spacing::medium);
    layout->addWidget(makeTextLabel(tr("What is kept?"), "heading", options));
    addKept(*layout);
    m_text = new QCheckBox(tr("&Look for text in the pixels"), options);
    m_text->setObjectName(u"deid-text"_s);
    m_text->setAccessibleName(tr("Look for text in the pixels"));
    m_text->setChecked(true);
    connect(m_text, &QCheckBox::toggled, this, &DeidChoices::changed);
    m_secrets = new QFormLayout;
    m_secrets->setHorizontalSpacing(spacing::medium);
    m_secrets->setVerticalSpacing(spacing::small);
    addMapping(*m_secrets);
    layout->addWidget(m_text);
    layout->addWidget(makeTextLabel(tr("Who may find back?"), "heading", options));
    layout->addLayout(m_secrets);
    layout->addStretch(1);
    return options;
}

void DeidChoices::addKept(QVBoxLayout& layout)
{
    layout.addWidget(makeTextLabel(tr("The Basic Profile of DICOM PS3.15 takes away all that tells "
                                      "whose a film is. Beside what it leaves:"),
                                   "muted", this));
    for (const auto& [option, title] : keptOptions()) {
        auto* box = new QCheckBox(title, this);
        box->setObjectName(u"deid-option-%1"_s.arg(unsigned(option)));
        box->setAccessibleName(title);
        connect(box, &QCheckBox::toggled, this, &DeidChoices::changed);
        layout.addWidget(box);
        m_kept.emplace_back(option, box);
    }
    m_dates = new QComboBox(this);
    m_dates->setObjectName(u"deid-dates"_s);
    m_dates->setAccessibleName(tr("Dates"));
    m_dates->addItem(tr("Taken away"), unsigned(0));
    m_dates->addItem(tr("Moved, by the same number of days for each patient"),
                     unsigned(DeidOption::RetainModifiedDates));
    m_dates->addItem(tr("Kept"), unsigned(DeidOption::RetainFullDates));
    connect(m_dates, &QComboBox::currentIndexChanged, this, &DeidChoices::changed);
    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::medium);
    row->addWidget(makeCaption(tr("&Dates"), m_dates, this));
    row->addWidget(m_dates, 1);
    layout.addLayout(row);
}

void DeidChoices::addMapping(QFormLayout& form)
{
    m_mapping = new QComboBox(this);
    m_mapping->setObjectName(u"deid-mapping"_s);
    m_mapping->setAccessibleName(tr("Mapping"));
    m_mapping->addItems({tr("Nobody: no mapping is written"),
                         tr("Who knows a passphrase: an encrypted mapping"),
                         tr("Who has the file: a plain mapping")});
    connect(m_mapping, &QComboBox::currentIndexChanged, this, &DeidChoices::showMappingRows);
    form.addRow(makeCaption(tr("&Mapping"), m_mapping, this), m_mapping);
    m_mappingFile = addPathRow(form, tr("File of the mapping"), "deid-mapping-file", Ask::NewFile);
    m_secret = addSecretRow(form, tr("Passphrase"), "deid-passphrase");
    m_again = addSecretRow(form, tr("Once more"), "deid-passphrase-again");
    m_key = addPathRow(form, tr("Key (optional)"), "deid-key", Ask::AnyFile);
    m_key->setToolTip(tr("With the same key file, a patient gets the same pseudonym another time. "
                         "It is made if it is not there."));
}

QLineEdit* DeidChoices::addPathRow(QFormLayout& form, const QString& caption, const char* name,
                                   Ask ask)
{
    auto* row = new QWidget(this);
    row->setAccessibleName(caption);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::medium);
    auto* field = new QLineEdit(row);
    field->setObjectName(QLatin1String(name));
    field->setAccessibleName(caption);
    connect(field, &QLineEdit::textChanged, this, &DeidChoices::changed);
    auto* choose = makeButton(tr("Choose…"), "open", row);
    choose->setAccessibleName(tr("Choose: %1").arg(caption));
    connect(choose, &QPushButton::clicked, this, [this, field, ask] { browse(field, ask); });
    layout->addWidget(field, 1);
    layout->addWidget(choose);
    form.addRow(makeCaption(caption, field, this), row);
    return field;
}

QLineEdit* DeidChoices::addSecretRow(QFormLayout& form, const QString& caption, const char* name)
{
    auto* field = new QLineEdit(this);
    field->setObjectName(QLatin1String(name));
    field->setAccessibleName(caption);
    field->setEchoMode(QLineEdit::Password);
    connect(field, &QLineEdit::textChanged, this, &DeidChoices::changed);
    form.addRow(makeCaption(caption, field, this), field);
    return field;
}

void DeidChoices::browse(QLineEdit* field, Ask ask)
{
    const QString title = field->accessibleName();
    auto* dialog = ask == Ask::Folder ? openFolderDialog(this, title, field->text())
        : ask == Ask::NewFile         ? openSaveDialog(this, title, field->text())
                                      : openAnyFileDialog(this, title, field->text());
    connect(dialog, &QFileDialog::fileSelected, field, &QLineEdit::setText);
}

void DeidChoices::chooseFilms(bool areFolders)
{
    const QString start = m_settings.value(Setting::LastFolder).toString();
    auto* dialog = areFolders ? openFolderDialog(this, tr("Add a Folder"), start)
                              : openFilesDialog(this, tr("Add Films"), start);
    connect(dialog, &QFileDialog::filesSelected, this, &DeidChoices::addPaths);
}

void DeidChoices::addPaths(const QStringList& paths)
{
    for (const QString& path : paths)
        if (m_paths->findItems(path, Qt::MatchExactly | Qt::MatchCaseSensitive).isEmpty())
            m_paths->addItem(path);
    Q_EMIT changed();
}

void DeidChoices::removeChosen()
{
    qDeleteAll(m_paths->selectedItems());
    Q_EMIT changed();
}

DeidChoices::MappingKind DeidChoices::mapping() const
{
    return static_cast<MappingKind>(m_mapping->currentIndex());
}

void DeidChoices::showMappingRows()
{
    const MappingKind kind = mapping();
    const auto show = [this](QWidget* field, bool isShown) {
        field->setVisible(isShown);
        m_secrets->labelForField(field)->setVisible(isShown);
    };
    show(m_mappingFile->parentWidget(), kind != MappingKind::None);
    show(m_secret, kind == MappingKind::Sealed);
    show(m_again, kind == MappingKind::Sealed);
    Q_EMIT changed();
}

bool DeidChoices::looksForText() const
{
    return m_text->isChecked();
}

DeidRun DeidChoices::run() const
{
    DeidRun run;
    for (int i = 0; i < m_paths->count(); ++i)
        run.paths << m_paths->item(i)->text();
    run.out = m_out->text();
    run.existing = m_replace->isChecked() ? Existing::Replace : Existing::Keep;
    for (const auto& [option, box] : m_kept)
        run.options.setFlag(option, box->isChecked());
    run.options |= DeidOptions::fromInt(m_dates->currentData().toUInt());
    run.policy = looksForText() ? TextPolicy::BlankListed : TextPolicy::Leave;
    run.key = m_key->text();
    const MappingKind kind = mapping();
    if (kind != MappingKind::None)
        run.mapping = m_mappingFile->text();
    run.isMappingPlain = kind == MappingKind::Plain;
    if (kind == MappingKind::Sealed)
        run.passphrase = m_secret->text().toUtf8();
    return run;
}

QString DeidChoices::complaintOnMapping() const
{
    const MappingKind kind = mapping();
    if (kind == MappingKind::None)
        return {};
    if (!QDir::isAbsolutePath(m_mappingFile->text()))
        return tr("Choose a file for the mapping.");
    if (kind == MappingKind::Plain)
        return {};
    if (m_secret->text().toUtf8().size() < shortestSecret)
        return tr("The passphrase needs %1 characters or more.").arg(shortestSecret);
    return m_secret->text() == m_again->text() ? QString() : tr("The two passphrases differ.");
}

QString DeidChoices::complaint() const
{
    if (m_paths->count() == 0)
        return tr("Add the films that are to be de-identified.");
    if (!QDir::isAbsolutePath(m_out->text()))
        return tr("Choose a folder for the new files.");
    if (!m_key->text().isEmpty() && !QDir::isAbsolutePath(m_key->text()))
        return tr("Choose a file for the key, or none.");
    if (const QString words = complaintOnMapping(); !words.isEmpty())
        return words;
    const auto checked = checkDeidRun(run());
    return checked ? QString() : checked.error().message;
}

} // namespace ccad
