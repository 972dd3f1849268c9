// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/shortcuts.h"

#include "ui/commands/command_table.h"
#include "ui/settings/settings.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Shortcuts", text);
}

struct Difference
{
    Command command;
    QList<QKeySequence> keys;
};

QList<Difference> weasis()
{
    return {
        {Command::ActualSize, {Qt::CTRL | Qt::Key_Return, Qt::CTRL | Qt::Key_Enter}},
        {Command::RotateLeft, {Qt::ALT | Qt::Key_L}},
        {Command::RotateRight, {Qt::ALT | Qt::Key_R}},
        {Command::ZoomIn, {Qt::CTRL | Qt::Key_Plus, Qt::CTRL | Qt::Key_Equal}},
        {Command::ZoomOut, {Qt::CTRL | Qt::Key_Minus}},
    };
}

QList<Difference> horos()
{
    return {
        {Command::MeasureLength, {Qt::Key_L}},
        {Command::RotateLeft, {Qt::SHIFT | Qt::Key_R}},
    };
}

QList<Difference> ohif()
{
    return {
        {Command::Fit, {Qt::Key_Equal}},
        {Command::ZoomIn, {Qt::Key_Plus}},
        {Command::ZoomOut, {Qt::Key_Minus}},
        {Command::Previous, {Qt::Key_PageUp}},
        {Command::Next, {Qt::Key_PageDown}},
        {Command::DeleteMeasurement, {Qt::Key_Backspace, Qt::Key_Delete}},
        {Command::Redo, {Qt::CTRL | Qt::Key_Y}},
    };
}

QList<Difference> differencesOf(const QString& scheme)
{
    if (scheme == u"weasis")
        return weasis();
    if (scheme == u"horos")
        return horos();
    return scheme == u"ohif" ? ohif() : QList<Difference>();
}

/// "open=Ctrl+O; F3"; nothing after the sign: no key at all.
std::optional<Difference> fromText(const QString& entry)
{
    const qsizetype sign = entry.indexOf(QLatin1Char('='));
    const auto command = commandOf(entry.left(sign));
    if (sign < 0 || !command)
        return std::nullopt;
    QList<QKeySequence> keys
        = QKeySequence::listFromString(entry.mid(sign + 1), QKeySequence::PortableText);
    keys.removeIf([](const QKeySequence& sequence) {
        return sequence.isEmpty() || sequence[0].key() == Qt::Key_unknown;
    });
    return Difference{*command, keys};
}

bool clash(const QKeySequence& first, const QKeySequence& second)
{
    return first.matches(second) != QKeySequence::NoMatch
        || second.matches(first) != QKeySequence::NoMatch;
}

} // namespace

QList<ShortcutScheme> shortcutSchemes()
{
    // Names of programs, which no language changes.
    return {{u"ccad"_s, u"CCAD"_s},
            {u"weasis"_s, u"Weasis"_s},
            {u"horos"_s, u"Horos"_s},
            {u"ohif"_s, u"OHIF"_s}};
}

ShortcutMap shortcutsOfScheme(const QString& key)
{
    ShortcutMap shortcuts;
    for (const CommandRow& row : commandTable())
        shortcuts.insert(row.command, row.shortcuts);
    for (const Difference& difference : differencesOf(key))
        shortcuts.insert(difference.command, difference.keys);
    return shortcuts;
}

ShortcutMap shortcutsOf(const Settings& settings)
{
    ShortcutMap shortcuts = shortcutsOfScheme(settings.value(Setting::ShortcutScheme).toString());
    for (const QString& entry : settings.value(Setting::Shortcuts).toStringList()) {
        if (const auto change = fromText(entry))
            shortcuts.insert(change->command, change->keys);
    }
    return shortcuts;
}

void setShortcuts(Settings& settings, const ShortcutMap& shortcuts)
{
    const ShortcutMap scheme
        = shortcutsOfScheme(settings.value(Setting::ShortcutScheme).toString());
    QStringList changes;
    for (const CommandRow& row : commandTable()) {
        const QList<QKeySequence> keys = shortcuts.value(row.command);
        if (keys != scheme.value(row.command))
            changes << u"%1=%2"_s.arg(keyOf(row.command),
                                      QKeySequence::listToString(keys, QKeySequence::PortableText));
    }
    settings.setValue(Setting::Shortcuts, changes);
}

QString keyOf(Command command)
{
    return QString::fromLatin1(rowOf(command).key);
}

std::optional<Command> commandOf(const QString& key)
{
    for (const CommandRow& row : commandTable()) {
        if (key == QLatin1String(row.key))
            return row.command;
    }
    return std::nullopt;
}

QString titleOf(Command command)
{
    return Commands::tr(rowOf(command).text).remove(QLatin1Char('&')).remove(QChar(0x2026));
}

QList<Command> conflicts(const ShortcutMap& shortcuts, Command command)
{
    QList<Command> found;
    for (const CommandRow& row : commandTable()) {
        const auto& theirs = shortcuts.value(row.command);
        const auto& ours = shortcuts.value(command);
        const bool shared = std::any_of(ours.begin(), ours.end(), [&](const QKeySequence& key) {
            return std::any_of(theirs.begin(), theirs.end(),
                               [&](const QKeySequence& other) { return clash(key, other); });
        });
        if (shared && row.command != command)
            found << row.command;
    }
    return found;
}

std::optional<QString> useByPicture(const QKeySequence& keys)
{
    if (keys.count() != 1 || keys[0].keyboardModifiers() != Qt::NoModifier)
        return std::nullopt;
    switch (keys[0].key()) {
    case Qt::Key_Space:
        return tr("pans the picture while it is held");
    case Qt::Key_Tab:
        return tr("hides the overlay while it is held over the picture, and leads from control to "
                  "control elsewhere");
    case Qt::Key_M:
        return tr("selects the next measurement in the picture");
    default:
        return std::nullopt;
    }
}

QString textOf(const QList<QKeySequence>& keys)
{
    QStringList texts;
    for (const QKeySequence& sequence : keys)
        texts << sequence.toString(QKeySequence::NativeText);
    return texts.join(u", "_s);
}

} // namespace ccad
