// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QSlider;

namespace ccad {

class ColourBar;
class Settings;

/// Overlay on or off, its opacity and its colours. Writes the settings; whoever paints listens to
/// them.
class OverlayControls final : public QWidget
{
    Q_OBJECT
public:
    explicit OverlayControls(Settings& settings, QWidget* parent = nullptr);

private:
    QWidget* makeOpacityRow();
    QWidget* makeColourRow();
    void readSettings();

    Settings& m_settings;
    QCheckBox* m_visible;
    QSlider* m_opacity;
    QLabel* m_percent;
    QComboBox* m_colours;
    ColourBar* m_legend;
};

} // namespace ccad
