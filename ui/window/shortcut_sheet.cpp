// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/internal/shortcut_sheet.h"

#include "ui/commands/command_table.h"
#include "ui/commands/shortcuts.h"
#include "ui/settings/settings.h"
#include "ui/viewer/mouse_actions.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QEvent>
#include <QLineEdit>
#include <QTextBrowser>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

using Entry = std::pair<QString, QString>; ///< what it does, by which key or gesture

struct Section
{
    QString title;
    QList<Entry> entries;
};

QString wordOf(DragAction action)
{
    switch (action) {
    case DragAction::Window:
        return ShortcutSheet::tr("Window and level");
    case DragAction::Pan:
        return ShortcutSheet::tr("Pan");
    case DragAction::Zoom:
        break;
    }
    return ShortcutSheet::tr("Zoom");
}

Section mouseSection(const Settings& settings)
{
    const MouseActions mouse = mouseActionsOf(settings);
    const bool wheelZooms = mouse.wheel == WheelAction::Zoom;
    QList<Entry> entries{
        {wordOf(mouse.left), ShortcutSheet::tr("Left drag")},
        {wordOf(mouse.middle), ShortcutSheet::tr("Middle drag")},
        {wordOf(mouse.right), ShortcutSheet::tr("Right drag")},
        {ShortcutSheet::tr("Zoom about the pointer"),
         wheelZooms ? ShortcutSheet::tr("Wheel") : ShortcutSheet::tr("Ctrl+Wheel")},
        {ShortcutSheet::tr("Fit to window"), ShortcutSheet::tr("Double click")},
        {ShortcutSheet::tr("Menu of the picture"), ShortcutSheet::tr("Right click")},
        {ShortcutSheet::tr("Pan"), ShortcutSheet::tr("Space held and left drag")},
        {ShortcutSheet::tr("See the picture without overlay"), ShortcutSheet::tr("Tab held")},
        {ShortcutSheet::tr("Select the next measurement"), ShortcutSheet::tr("M")},
    };
    if (!wheelZooms)
        entries.insert(3,
                       {ShortcutSheet::tr("Next and previous study"), ShortcutSheet::tr("Wheel")});
    return {ShortcutSheet::tr("Over the Picture"), entries};
}

QList<Section> sectionsOf(const Commands& commands, const Settings& settings)
{
    QList<Section> sections;
    QList<CommandRow> rows = commandTable();
    std::stable_sort(rows.begin(), rows.end(),
                     [](const CommandRow& a, const CommandRow& b) { return a.group < b.group; });
    for (const CommandRow& row : rows) {
        const QString title = groupTitle(row.group);
        auto section = std::find_if(sections.begin(), sections.end(),
                                    [&](const Section& s) { return s.title == title; });
        if (section == sections.end())
            section = sections.insert(sections.end(), {title, {}});
        section->entries.append({titleOf(row.command), textOf(commands[row.command]->shortcuts())});
    }
    sections.append(mouseSection(settings));
    return sections;
}

/// Keeps the rows that hold the text in the title of a section, a command, or its keys.
QList<Section> found(const QList<Section>& all, const QString& text)
{
    QList<Section> kept;
    for (Section section : all) {
        if (!section.title.contains(text, Qt::CaseInsensitive))
            section.entries.removeIf([&](const Entry& entry) {
                return !entry.first.contains(text, Qt::CaseInsensitive)
                    && !entry.second.contains(text, Qt::CaseInsensitive);
            });
        if (!section.entries.isEmpty())
            kept << section;
    }
    return kept;
}

QString htmlOf(const Section& section, const ThemeColours& colours)
{
    QString html = u"<h3>%1</h3><table width=\"100%\" cellspacing=\"0\" "
                   "cellpadding=\"3\">"_s.arg(section.title.toHtmlEscaped());
    for (const auto& [title, keys] : section.entries) {
        const QString shown = keys.isEmpty()
            ? u"<span style=\"color:%1\">–</span>"_s.arg(colours.mutedText.name())
            : u"<b>%1</b>"_s.arg(keys.toHtmlEscaped());
        html
            += u"<tr><td width=\"62%\">%1</td><td>%2</td></tr>"_s.arg(title.toHtmlEscaped(), shown);
    }
    return html + u"</table>"_s;
}

/// Two columns of about the same length, in the order of the menus.
QString htmlOf(const QList<Section>& sections, const ThemeColours& colours)
{
    qsizetype lines = 0;
    for (const Section& section : sections)
        lines += section.entries.size() + 2;
    QString columns[2];
    qsizetype placed = 0;
    for (const Section& section : sections) {
        columns[2 * placed >= lines ? 1 : 0] += htmlOf(section, colours);
        placed += section.entries.size() + 2;
    }
    return u"<table width=\"100%\" cellspacing=\"0\" cellpadding=\"12\"><tr>"
           "<td width=\"50%\">%1</td><td width=\"50%\">%2</td></tr></table>"_s.arg(columns[0],
                                                                                   columns[1]);
}

} // namespace

ShortcutSheet::ShortcutSheet(const Commands& commands, const Settings& settings, QWidget* parent)
    : QDialog(parent), m_commands(commands), m_settings(settings), m_search(new QLineEdit(this)),
      m_sheet(new QTextBrowser(this))
{
    setWindowTitle(tr("Keyboard Shortcuts"));
    setAccessibleName(tr("Keyboard shortcuts"));
    resize(900, 760);
    m_search->setPlaceholderText(tr("Find a command or a key"));
    m_search->setAccessibleName(tr("Find a command or a key"));
    m_search->setClearButtonEnabled(true);
    m_sheet->setAccessibleName(tr("Commands and their keys"));
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(spacing::large, spacing::medium, spacing::large, spacing::medium);
    bar->addWidget(m_search);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_sheet, 1);

    connect(m_search, &QLineEdit::textChanged, this, &ShortcutSheet::fill);
    connect(&commands, &Commands::shortcutsChanged, this, &ShortcutSheet::fill);
    connect(&settings, &Settings::changed, this, [this](Setting setting) {
        if (setting == Setting::LeftDrag || setting == Setting::MiddleDrag
            || setting == Setting::RightDrag || setting == Setting::Wheel)
            fill();
    });
    fill();
}

void ShortcutSheet::changeEvent(QEvent* event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        fill();
}

void ShortcutSheet::fill()
{
    const auto sections = found(sectionsOf(m_commands, m_settings), m_search->text().trimmed());
    if (sections.isEmpty())
        m_sheet->setPlainText(tr("No command and no key holds this text."));
    else
        m_sheet->setHtml(htmlOf(sections, currentColours()));
}

} // namespace ccad
