// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/commands.h"

#include "ui/widgets/icon.h"

#include <QActionGroup>
#include <QKeySequence>

namespace ccad {

namespace {

struct Row
{
    Command command;
    const char* text; ///< Title Case, translated in the context of Commands
    const char* icon; ///< or nullptr
    QList<QKeySequence> shortcuts;
    bool checkable = false;
};

QList<Row> table()
{
    return {
        {Command::Open,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Open…"),
         "open",
         {QKeySequence::Open}},
        {Command::OpenSample,
         QT_TRANSLATE_NOOP("ccad::Commands", "Open &Sample Studies"),
         nullptr,
         {}},
        {Command::Close,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Close Study"),
         "close",
         {Qt::CTRL | Qt::Key_W}},
        {Command::CloseAll,
         QT_TRANSLATE_NOOP("ccad::Commands", "Close &All Studies"),
         nullptr,
         {Qt::CTRL | Qt::SHIFT | Qt::Key_W}},
        {Command::Report,
         QT_TRANSLATE_NOOP("ccad::Commands", "Re&port and Print…"),
         "report",
         {Qt::CTRL | Qt::Key_P}},
        {Command::CopyImage,
         QT_TRANSLATE_NOOP("ccad::Commands", "Cop&y Image"),
         "copy",
         {QKeySequence::Copy}},
        {Command::SaveImage,
         QT_TRANSLATE_NOOP("ccad::Commands", "Save O&verlay as PNG…"),
         "save-image",
         {QKeySequence::Save}},
        {Command::Settings,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Settings…"),
         "settings",
         {Qt::CTRL | Qt::Key_Comma}},
        {Command::Quit,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Quit"),
         nullptr,
         {Qt::CTRL | Qt::Key_Q}},
        {Command::Fit, QT_TRANSLATE_NOOP("ccad::Commands", "&Fit to Window"), "fit", {Qt::Key_F}},
        {Command::ActualSize,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Actual Size"),
         "actual-size",
         {Qt::SHIFT | Qt::Key_F}},
        {Command::ZoomIn,
         QT_TRANSLATE_NOOP("ccad::Commands", "Zoom &In"),
         "zoom-in",
         {Qt::Key_Plus, Qt::CTRL | Qt::Key_Plus, Qt::CTRL | Qt::Key_Equal}},
        {Command::ZoomOut,
         QT_TRANSLATE_NOOP("ccad::Commands", "Zoom &Out"),
         "zoom-out",
         {Qt::Key_Minus, Qt::CTRL | Qt::Key_Minus}},
        {Command::RotateLeft,
         QT_TRANSLATE_NOOP("ccad::Commands", "Rotate &Left"),
         "rotate-left",
         {Qt::Key_L}},
        {Command::RotateRight,
         QT_TRANSLATE_NOOP("ccad::Commands", "Rotate &Right"),
         "rotate-right",
         {Qt::Key_R}},
        {Command::FlipHorizontally,
         QT_TRANSLATE_NOOP("ccad::Commands", "Flip &Horizontally"),
         "flip-horizontal",
         {Qt::Key_H}},
        {Command::FlipVertically,
         QT_TRANSLATE_NOOP("ccad::Commands", "Flip &Vertically"),
         "flip-vertical",
         {Qt::Key_V}},
        {Command::Invert,
         QT_TRANSLATE_NOOP("ccad::Commands", "I&nvert"),
         "invert",
         {Qt::Key_I},
         true},
        {Command::NearestPixels,
         QT_TRANSLATE_NOOP("ccad::Commands", "Show Single Pi&xels"),
         nullptr,
         {Qt::Key_X},
         true},
        {Command::Reset,
         QT_TRANSLATE_NOOP("ccad::Commands", "R&eset View"),
         "reset",
         {Qt::Key_Escape}},
        {Command::AutomaticWindow,
         QT_TRANSLATE_NOOP("ccad::Commands", "A&utomatic"),
         nullptr,
         {Qt::Key_0}},
        {Command::Window1, QT_TRANSLATE_NOOP("ccad::Commands", "Window &1"), nullptr, {Qt::Key_1}},
        {Command::Window2, QT_TRANSLATE_NOOP("ccad::Commands", "Window &2"), nullptr, {Qt::Key_2}},
        {Command::Window3, QT_TRANSLATE_NOOP("ccad::Commands", "Window &3"), nullptr, {Qt::Key_3}},
        {Command::Window4, QT_TRANSLATE_NOOP("ccad::Commands", "Window &4"), nullptr, {Qt::Key_4}},
        {Command::Window5, QT_TRANSLATE_NOOP("ccad::Commands", "Window &5"), nullptr, {Qt::Key_5}},
        {Command::Window6, QT_TRANSLATE_NOOP("ccad::Commands", "Window &6"), nullptr, {Qt::Key_6}},
        {Command::Window7, QT_TRANSLATE_NOOP("ccad::Commands", "Window &7"), nullptr, {Qt::Key_7}},
        {Command::Window8, QT_TRANSLATE_NOOP("ccad::Commands", "Window &8"), nullptr, {Qt::Key_8}},
        {Command::Window9, QT_TRANSLATE_NOOP("ccad::Commands", "Window &9"), nullptr, {Qt::Key_9}},
        {Command::MeasureLength,
         QT_TRANSLATE_NOOP("ccad::Commands", "Measure &Length"),
         "length",
         {Qt::Key_D},
         true},
        {Command::MeasureAngle,
         QT_TRANSLATE_NOOP("ccad::Commands", "Measure &Angle"),
         "angle",
         {Qt::Key_A},
         true},
        {Command::Undo, QT_TRANSLATE_NOOP("ccad::Commands", "&Undo"), "undo", {QKeySequence::Undo}},
        {Command::Redo, QT_TRANSLATE_NOOP("ccad::Commands", "R&edo"), "redo", {QKeySequence::Redo}},
        {Command::DeleteMeasurement,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Delete Measurement"),
         nullptr,
         {Qt::Key_Delete}},
        {Command::ClearMeasurements,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Clear Measurements"),
         nullptr,
         {Qt::SHIFT | Qt::Key_Delete}},
        {Command::ShowOverlay,
         QT_TRANSLATE_NOOP("ccad::Commands", "Show O&verlay"),
         "overlay",
         {Qt::Key_O},
         true},
        {Command::MoreOpaque,
         QT_TRANSLATE_NOOP("ccad::Commands", "&More Opaque"),
         nullptr,
         {Qt::Key_BracketRight}},
        {Command::LessOpaque,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Less Opaque"),
         nullptr,
         {Qt::Key_BracketLeft}},
        {Command::OverlayStyle,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Colours or Contours"),
         nullptr,
         {Qt::SHIFT | Qt::Key_O}},
        {Command::Compare,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Compare Two Studies"),
         "compare",
         {Qt::Key_C},
         true},
        {Command::LinkViews,
         QT_TRANSLATE_NOOP("ccad::Commands", "Lin&k Zoom and Pan"),
         "link",
         {Qt::Key_K},
         true},
        {Command::SwapViews,
         QT_TRANSLATE_NOOP("ccad::Commands", "S&wap the Two Studies"),
         nullptr,
         {Qt::Key_S}},
        {Command::Tags,
         QT_TRANSLATE_NOOP("ccad::Commands", "DICOM &Tags"),
         "tags",
         {Qt::Key_T},
         true},
        {Command::HidePatientText,
         QT_TRANSLATE_NOOP("ccad::Commands", "Hide &Patient Text"),
         "hide-patient",
         {Qt::Key_F9},
         true},
        {Command::StudiesPanel,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Studies Panel"),
         "studies-panel",
         {Qt::Key_F7},
         true},
        {Command::FindingPanel,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Finding Panel"),
         "finding-panel",
         {Qt::Key_F8},
         true},
        {Command::FullScreen,
         QT_TRANSLATE_NOOP("ccad::Commands", "F&ull Screen"),
         nullptr,
         {Qt::Key_F11},
         true},
        {Command::ReadingRoom,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Reading Room (Dark)"),
         nullptr,
         {},
         true},
        {Command::Daylight,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Daylight (Light)"),
         nullptr,
         {},
         true},
        {Command::Previous,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Previous Study"),
         "previous",
         {Qt::Key_P, Qt::Key_PageUp}},
        {Command::Next,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Next Study"),
         "next",
         {Qt::Key_N, Qt::Key_PageDown}},
        {Command::FilterStudies,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Find in Studies"),
         nullptr,
         {QKeySequence::Find}},
        // Ctrl+2 is kept for the place of screening.
        {Command::ReviewPlace,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Review"),
         "review",
         {Qt::CTRL | Qt::Key_1},
         true},
        {Command::TrainingPlace,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Training"),
         "training",
         {Qt::CTRL | Qt::Key_3},
         true},
        {Command::ModelPlace,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Model"),
         "model",
         {Qt::CTRL | Qt::Key_4},
         true},
        {Command::AskActiveModel,
         QT_TRANSLATE_NOOP("ccad::Commands", "Ask the &Active Model Again"),
         nullptr,
         {}},
        {Command::Shortcuts,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Keyboard Shortcuts"),
         "shortcuts",
         {Qt::Key_F1}},
        {Command::Manual,
         QT_TRANSLATE_NOOP("ccad::Commands", "&Manual"),
         "manual",
         {Qt::SHIFT | Qt::Key_F1}},
        {Command::About, QT_TRANSLATE_NOOP("ccad::Commands", "&About CCAD"), "info", {}},
    };
}

QString toolTipOf(const QAction& action)
{
    QString text = action.text().remove(QLatin1Char('&'));
    if (!action.shortcut().isEmpty())
        text += QStringLiteral(" (%1)").arg(action.shortcut().toString(QKeySequence::NativeText));
    return text;
}

} // namespace

bool isForReview(Command command)
{
    switch (command) {
    case Command::Quit:
    case Command::FullScreen:
    case Command::ReadingRoom:
    case Command::Daylight:
    case Command::ReviewPlace:
    case Command::TrainingPlace:
    case Command::ModelPlace:
    case Command::Settings:
    case Command::Shortcuts:
    case Command::Manual:
    case Command::About:
        return false;
    default:
        return true;
    }
}

Commands::Commands(QObject* parent) : QObject(parent)
{
    for (const Row& row : table()) {
        auto* action = new QAction(tr(row.text), this);
        action->setShortcuts(row.shortcuts);
        action->setCheckable(row.checkable);
        if (row.icon)
            action->setIcon(themedIcon(QString::fromLatin1(row.icon)));
        action->setToolTip(toolTipOf(*action));
        m_actions.insert(row.command, action);
    }
    group({Command::ReadingRoom, Command::Daylight});
    group({Command::ReviewPlace, Command::TrainingPlace, Command::ModelPlace});
    // Quit lies in the application menu on platforms that have one.
    m_actions[Command::Quit]->setMenuRole(QAction::QuitRole);
}

void Commands::group(const QList<Command>& commands)
{
    auto* together = new QActionGroup(this);
    for (const Command command : commands)
        together->addAction(m_actions[command]);
}

} // namespace ccad
