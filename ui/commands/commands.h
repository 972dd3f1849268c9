// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QHash>
#include <QObject>

#include <array>

namespace ccad {

class Settings;

/// Everything the user can ask the window to do.
enum class Command
{
    Open,
    OpenSample,
    Close,
    CloseAll,
    Report,
    CopyImage,
    SaveImage,
    SaveResults,
    SendToArchive,
    Deidentify,
    NodeOfNetwork,
    Settings,
    Quit,
    Fit,
    ActualSize,
    ZoomIn,
    ZoomOut,
    RotateLeft,
    RotateRight,
    FlipHorizontally,
    FlipVertically,
    Invert,
    NearestPixels,
    Reset,
    AutomaticWindow,
    Window1, ///< the presets of the radiograph on screen, by number, up to 9
    Window2,
    Window3,
    Window4,
    Window5,
    Window6,
    Window7,
    Window8,
    Window9,
    MeasureLength,
    MeasureAngle,
    Undo,
    Redo,
    DeleteMeasurement,
    ClearMeasurements,
    DeleteNotes, ///< comment and measurements of the study
    ShowOverlay,
    MoreOpaque,
    LessOpaque,
    OverlayStyle, ///< colours, contours, both, in turn
    FilmOverlays, ///< those that the file itself brings along
    Compare,
    LinkViews,
    SwapViews,
    Tags,
    HidePatientText,
    StudiesPanel,
    FindingPanel,
    FullScreen,
    ReadingRoom,
    Daylight,
    Previous,
    Next,
    FilterStudies,
    ReviewPlace,
    ScreeningPlace,
    TrainingPlace,
    ModelPlace,
    ArchivePlace,
    AskActiveModel,
    CalibrateModel,
    Shortcuts,
    Manual,
    About,
};

/// The window presets, by their number.
inline constexpr std::array windowCommands{
    Command::AutomaticWindow, Command::Window1, Command::Window2, Command::Window3,
    Command::Window4,         Command::Window5, Command::Window6, Command::Window7,
    Command::Window8,         Command::Window9};

inline size_t qHash(Command command, size_t seed = 0)
{
    return ::qHash(int(command), seed);
}

/// True when the command acts on the study open in Review, and so in no other place.
[[nodiscard]] bool isForReview(Command command);

/// The one QAction of each command, with its text, icon and shortcuts; menu, toolbar and keyboard
/// share it. It has the keys of CCAD's own scheme until applySettings() is called.
class Commands final : public QObject
{
    Q_OBJECT
public:
    explicit Commands(QObject* parent = nullptr);

    [[nodiscard]] QAction* operator[](Command command) const { return m_actions.value(command); }
    [[nodiscard]] QList<QAction*> all() const { return m_actions.values(); }
    [[nodiscard]] QList<Command> names() const { return m_actions.keys(); }

    /// Applies the keys that Setting::ShortcutScheme and Setting::Shortcuts ask for, at once.
    void applySettings(const Settings& settings);

Q_SIGNALS:
    void shortcutsChanged();

private:
    void setShortcuts(Command command, const QList<QKeySequence>& keys);
    /// Groups commands of which one is checked at a time.
    void group(const QList<Command>& commands);

    QHash<Command, QAction*> m_actions;
};

} // namespace ccad
