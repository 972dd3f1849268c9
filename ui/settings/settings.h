// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSettings>
#include <QVariant>

#include <span>

namespace ccad {

/// Everything that the program remembers from one start to the next.
enum class Setting
{
    Theme, ///< "reading-room" or "daylight"
    OverlayVisible,
    OverlayOpacity, ///< percent, 0..100
    ColourMap, ///< "inferno", "viridis" or "cividis"
    StudiesPanelVisible,
    FindingPanelVisible,
    LastFolder,
    WindowGeometry,
    SplitterState,
    Place, ///< "review", "screening", "training", "model" or "archive"
    ActiveModel, ///< folder of the package in use; empty: the default one
    PreviousModel, ///< folder of the package in use before, for rolling back; empty: none
    KnownModels, ///< packages trained to, or used from, folders of the user's own choice
    RecentDatasets, ///< folders and manifests, the newest first
    RecentFiles, ///< files opened in Review, the newest first, at most 12
    RestoreSession, ///< reopen at the start the studies that were open at the end
    HidePatientText, ///< no names, numbers, dates and file names on screen, see patient_text.h
    OverlayStyle, ///< "colours", "contours" or "both"
    SaliencyMethod, ///< "cam", "grad-cam", "hirescam" or "layercam"
    SaliencyLayer, ///< "last" or "middle"
    FilmOverlays, ///< whether what a file itself draws over its picture is shown
    Interpolation, ///< "smooth" or "nearest"
    LengthUnit, ///< "mm" or "cm"
    StudyOrder, ///< "opened", "name" or "probability"
    ShortcutScheme, ///< "ccad", "weasis", "horos" or "ohif"
    Shortcuts, ///< changes to the scheme, one "command=keys" per entry
    LeftDrag, ///< "window", "pan" or "zoom"; while a measuring tool is chosen, it measures
    MiddleDrag, ///< "window", "pan" or "zoom"
    RightDrag, ///< "window", "pan" or "zoom"
    Wheel, ///< "zoom" or "studies"
    Threads, ///< for decoding and for the network; 0: all cores
    TagsPanelVisible,
    TagsPanelState, ///< sizes of the canvas and the tags below it
    NodeConfiguration, ///< file of the node that the window runs; empty: none
    NodeRuns, ///< whether it runs while the window is open
    LastBatch, ///< journal whose worklist is on screen; empty: none
    ShowSeverity, ///< extent and opacity beside a finding, where the model has them
    WorklistColumns, ///< which columns, their widths and order, and the sorting one
};

/// One row of the table of settings.
struct SettingRow
{
    Setting setting;
    const char* key;
    QMetaType::Type type;
    QVariant defaultValue;
};

/// All settings, each once.
[[nodiscard]] std::span<const SettingRow> settingsTable();

/// Reads and writes the settings of this user.
class Settings final : public QObject
{
    Q_OBJECT
public:
    explicit Settings(QObject* parent = nullptr);
    /// For tests: keeps the settings in that INI file instead.
    explicit Settings(const QString& iniFile, QObject* parent = nullptr);

    /// The value has the type in the table: a stored value that does not convert gives the default.
    [[nodiscard]] QVariant value(Setting setting) const;
    /// Emits changed() only when the value differs from the one before.
    void setValue(Setting setting, const QVariant& value);
    /// Sets the default again.
    void reset(Setting setting);

Q_SIGNALS:
    void changed(ccad::Setting setting);

private:
    QSettings m_store;
};

} // namespace ccad
