// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explain/saliency_grade.h"

#include <QString>
#include <QStringList>
#include <QWidget>

#include <optional>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QSlider;

namespace ccad {

class ColourBar;
class SentenceList;
class Settings;
enum class Setting;

/// Controls of the overlay: on or off, by which method, for which class, and how it is drawn.
/// Writes the settings; whoever paints listens to them. The class is no setting: models differ in
/// theirs.
class OverlayControls final : public QWidget
{
    Q_OBJECT
public:
    explicit OverlayControls(Settings& settings, QWidget* parent = nullptr);

    /// Sets the words for the classes of the model and chooses the predicted class again.
    void setClasses(const QStringList& words);
    /// Shows what is on the radiograph now ("Grad-CAM for COVID-19, middle layer"; empty: nothing)
    /// and what tests say of it, once they do.
    void setShown(const QString& title, const std::optional<SaliencyGrade>& grade);
    /// The class to explain; -1: the predicted one.
    [[nodiscard]] int chosenClass() const;

Q_SIGNALS:
    void classChosen(int classIndex);

private:
    QComboBox* addChoice(const QString& caption, const QString& name, Setting setting);
    void addRow(const QString& caption, QWidget* control, QWidget* further = nullptr);
    void addOpacity();
    void readSettings();
    void showLegend();

    Settings& m_settings;
    QGridLayout* m_rows;
    QCheckBox* m_visible;
    QLabel* m_shown;
    SentenceList* m_grade;
    QComboBox* m_method;
    QComboBox* m_layer;
    QComboBox* m_class;
    QComboBox* m_style;
    QComboBox* m_colours;
    QSlider* m_opacity;
    QLabel* m_percent;
    ColourBar* m_legend;
    bool m_isLow = false; ///< the map shown has a low grade
};

} // namespace ccad
