// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/internal/shortcuts_page.h"

#include "ui/preferences/internal/key_edit.h"
#include "ui/preferences/internal/settings_fields.h"
#include "ui/preferences/internal/shortcut_model.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ccad {

ShortcutsPage::ShortcutsPage(Settings& settings, const Commands& commands, QWidget* parent)
    : QWidget(parent), m_model(new ShortcutModel(settings, commands, this)),
      m_filtered(new QSortFilterProxyModel(this)), m_filter(new QLineEdit(this)),
      m_table(new QTableView(this)), m_caption(makeTextLabel({}, "heading", this)),
      m_reset(makeButton(tr("Reset &This One"), nullptr, this)),
      m_resetAll(makeButton(tr("Reset &All"), nullptr, this)), m_warning(new IconLabel(this)),
      m_conflict(makeTextLabel({}, "text", this))
{
    setAccessibleName(tr("Shortcuts"));
    makeTable();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::huge, spacing::large, spacing::huge, spacing::medium);
    layout->setSpacing(spacing::medium);
    layout->addWidget(makeHeader(settings));
    layout->addWidget(m_table, 1);
    layout->addWidget(makeEditor());

    connect(m_filter, &QLineEdit::textChanged, m_filtered,
            &QSortFilterProxyModel::setFilterFixedString);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ShortcutsPage::showCurrent);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &ShortcutsPage::showCurrent);
    m_table->setCurrentIndex(m_filtered->index(0, 0));
    showCurrent();
}

QWidget* ShortcutsPage::makeHeader(Settings& settings)
{
    auto* header = new QWidget(this);
    header->setAccessibleName(tr("Scheme and filter"));
    QList<SettingChoice> schemes;
    for (const ShortcutScheme& scheme : shortcutSchemes())
        schemes << SettingChoice{scheme.key, scheme.title};
    auto* scheme
        = makeChoiceField(settings, Setting::ShortcutScheme, schemes, tr("Scheme"), header);
    scheme->setToolTip(tr("Keys as in another program; your own changes stay on top of them"));
    auto* caption = new QLabel(tr("Sc&heme"), header);
    caption->setBuddy(scheme);
    caption->setAccessibleName(tr("Scheme"));
    m_filter->setPlaceholderText(tr("Find a command or a key"));
    m_filter->setAccessibleName(tr("Find a command or a key"));
    m_filter->setClearButtonEnabled(true);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::medium);
    row->addWidget(caption);
    row->addWidget(scheme);
    row->addSpacing(spacing::large);
    row->addWidget(m_filter, 1);
    return header;
}

void ShortcutsPage::makeTable()
{
    m_filtered->setSourceModel(m_model);
    m_filtered->setFilterKeyColumn(-1);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table->setModel(m_filtered);
    m_table->setAccessibleName(tr("Commands and their keys"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    QHeaderView* header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setStretchLastSection(true);
    const int letter = fontMetrics().averageCharWidth();
    header->resizeSection(ShortcutModel::Title, 34 * letter);
    header->resizeSection(ShortcutModel::Menu, 14 * letter);
    header->resizeSection(ShortcutModel::Keys, 26 * letter);
}

QWidget* ShortcutsPage::makeEditor()
{
    auto* editor = new QWidget(this);
    editor->setAccessibleName(tr("Keys of the command"));
    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::medium);
    const QString captions[] = {tr("&Key"), tr("&Other key")};
    const QString names[] = {tr("Key of the command"), tr("Other key of the command")};
    for (size_t i = 0; i < m_keys.size(); ++i) {
        m_keys[i] = new KeyEdit(editor);
        m_keys[i]->setAccessibleName(names[i]);
        m_keys[i]->setClearButtonEnabled(true);
        auto* line = m_keys[i]->findChild<QLineEdit*>();
        line->setAccessibleName(names[i]);
        line->setPlaceholderText(tr("Press a key"));
        auto* caption = new QLabel(captions[i], editor);
        caption->setBuddy(m_keys[i]);
        caption->setAccessibleName(names[i]);
        row->addWidget(caption);
        row->addWidget(m_keys[i], 1);
        connect(m_keys[i], &KeyEdit::edited, this, &ShortcutsPage::takeKeys);
    }
    row->addWidget(m_reset);
    row->addWidget(m_resetAll);
    m_reset->setAutoDefault(false);
    m_resetAll->setAutoDefault(false);
    m_resetAll->setToolTip(tr("Takes all your own changes off the scheme"));
    connect(m_reset, &QPushButton::clicked, this, [this] {
        if (const auto command = current())
            m_model->reset(*command);
    });
    connect(m_resetAll, &QPushButton::clicked, m_model, &ShortcutModel::resetAll);

    auto* said = new QHBoxLayout;
    said->setSpacing(spacing::medium);
    said->addWidget(m_warning);
    said->addWidget(m_conflict, 1);
    auto* column = new QVBoxLayout(editor);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::medium);
    column->addWidget(m_caption);
    column->addLayout(row);
    column->addLayout(said);
    return editor;
}

std::optional<Command> ShortcutsPage::current() const
{
    const QModelIndex index = m_filtered->mapToSource(m_table->currentIndex());
    return index.isValid() ? std::optional(m_model->command(index.row())) : std::nullopt;
}

void ShortcutsPage::select(Command command)
{
    m_table->setCurrentIndex(m_filtered->mapFromSource(m_model->index(m_model->rowOf(command), 0)));
}

void ShortcutsPage::showCurrent()
{
    const auto command = current();
    const QList<QKeySequence> keys
        = command ? m_model->shortcuts().value(*command) : QList<QKeySequence>();
    for (size_t i = 0; i < m_keys.size(); ++i) {
        const QSignalBlocker quiet(m_keys[i]);
        const QKeySequence sequence = keys.value(qsizetype(i));
        m_keys[i]->setEnabled(command.has_value());
        if (m_keys[i]->keySequence() != sequence)
            m_keys[i]->setKeySequence(sequence);
    }
    setPlainText(m_caption, command ? titleOf(*command) : tr("No command is chosen."));
    updateState();
}

void ShortcutsPage::takeKeys()
{
    const auto command = current();
    if (!command)
        return;
    // Keys beyond the two shown are kept.
    QList<QKeySequence> keys = m_model->shortcuts().value(*command).mid(qsizetype(m_keys.size()));
    for (size_t i = m_keys.size(); i-- > 0;) {
        const QKeySequence typed = m_keys[i]->keySequence();
        if (!typed.isEmpty() && !keys.contains(QKeySequence(typed[0])))
            keys.prepend(QKeySequence(typed[0]));
    }
    m_model->setKeys(*command, keys);
    updateState();
}

void ShortcutsPage::updateState()
{
    const auto command = current();
    const QString conflict = command ? m_model->conflictText(*command) : QString();
    m_warning->setIcon(u"warning"_s, &ThemeColours::warning, tr("Conflict"));
    m_warning->setVisible(!conflict.isEmpty());
    setPlainText(m_conflict, conflict);
    m_reset->setEnabled(command && m_model->isChanged(*command));
    bool isAnyChanged = false;
    for (int row = 0; row < m_model->rowCount(); ++row)
        isAnyChanged = isAnyChanged || m_model->isChanged(m_model->command(row));
    m_resetAll->setEnabled(isAnyChanged);
}

} // namespace ccad
