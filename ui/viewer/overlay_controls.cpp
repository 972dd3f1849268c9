// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/overlay_controls.h"

#include "ui/settings/settings.h"
#include "ui/viewer/overlay_names.h"
#include "ui/widgets/colour_bar.h"
#include "ui/widgets/sentence_list.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

template <typename Value> void fill(QComboBox* box, std::span<const NamedChoice<Value>> names)
{
    const QSignalBlocker blocker(box); // filling is no choice
    for (const NamedChoice<Value>& name : names)
        box->addItem(name.title, name.key);
}

void choose(QComboBox* box, const QString& key)
{
    box->setCurrentIndex(std::max(0, box->findData(key)));
}

} // namespace

OverlayControls::OverlayControls(Settings& settings, QWidget* parent)
    : QWidget(parent), m_settings(settings), m_rows(new QGridLayout),
      m_visible(new QCheckBox(tr("Show where the model looked"), this)),
      m_shown(makeTextLabel({}, "muted", this)),
      m_grade(new SentenceList(tr("Grade of the overlay"), this)), m_legend(new ColourBar(this))
{
    setAccessibleName(tr("Overlay"));
    m_visible->setAccessibleName(m_visible->text());
    m_visible->setToolTip(tr("Show or hide the overlay (O). Hold Tab to hide it for a moment."));
    connect(m_visible, &QCheckBox::toggled, &m_settings,
            [this](bool on) { m_settings.setValue(Setting::OverlayVisible, on); });
    m_shown->setObjectName(u"shownMap"_s);

    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setHorizontalSpacing(spacing::medium);
    m_rows->setVerticalSpacing(spacing::small);
    m_rows->setColumnStretch(1, 1);
    m_method = addChoice(tr("Method"), tr("Method of the overlay"), Setting::SaliencyMethod);
    m_layer = addChoice(tr("Layer"), tr("Layer of the overlay"), Setting::SaliencyLayer);
    m_layer->setToolTip(tr("CAM is defined for the last layer only. LayerCAM is offered for the "
                           "middle layer only: at the last one it hardly depends on what the "
                           "model learned."));
    m_class = new QComboBox(this);
    m_class->setAccessibleName(tr("Class that the overlay explains"));
    connect(m_class, &QComboBox::currentIndexChanged, this,
            [this] { Q_EMIT classChosen(chosenClass()); });
    addRow(tr("Class"), m_class);
    m_style = addChoice(tr("Style"), tr("Style of the overlay"), Setting::OverlayStyle);
    m_colours = addChoice(tr("Colours"), tr("Colours of the overlay"), Setting::ColourMap);
    addOpacity();
    fill(m_method, saliencyMethodNames());
    fill(m_layer, saliencyLayerNames());
    fill(m_style, overlayStyleNames());
    fill(m_colours, colourMapNames());
    setClasses({});

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::medium);
    layout->addWidget(m_visible);
    layout->addWidget(m_shown);
    layout->addWidget(m_grade);
    layout->addLayout(m_rows);
    layout->addWidget(m_legend);
    m_grade->hide();
    readSettings();
    connect(&m_settings, &Settings::changed, this, &OverlayControls::readSettings);
}

void OverlayControls::addRow(const QString& caption, QWidget* control, QWidget* further)
{
    const int row = m_rows->rowCount();
    m_rows->addWidget(makeCaption(caption, control, this), row, 0);
    m_rows->addWidget(control, row, 1, 1, further ? 1 : 2);
    if (further)
        m_rows->addWidget(further, row, 2);
}

QComboBox* OverlayControls::addChoice(const QString& caption, const QString& name, Setting setting)
{
    auto* box = new QComboBox(this);
    box->setAccessibleName(name);
    box->setToolTip(name);
    // A long title must not widen the panel.
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(10);
    connect(box, &QComboBox::currentIndexChanged, &m_settings, [this, box, setting](int index) {
        m_settings.setValue(setting, box->itemData(index));
    });
    addRow(caption, box);
    return box;
}

void OverlayControls::addOpacity()
{
    m_opacity = new QSlider(Qt::Horizontal, this);
    m_opacity->setRange(0, 100);
    m_opacity->setPageStep(10);
    m_opacity->setAccessibleName(tr("Opacity of the overlay"));
    m_opacity->setToolTip(tr("Opacity of the overlay ([ and ])"));
    connect(m_opacity, &QSlider::valueChanged, &m_settings,
            [this](int percent) { m_settings.setValue(Setting::OverlayOpacity, percent); });
    m_percent = new QLabel(this);
    m_percent->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_percent->setMinimumWidth(m_percent->fontMetrics().horizontalAdvance(tr("100 %")));
    m_percent->setAccessibleName(tr("Opacity in percent"));
    addRow(tr("Opacity"), m_opacity, m_percent);
}

void OverlayControls::setClasses(const QStringList& words)
{
    const int before = chosenClass();
    {
        const QSignalBlocker blocker(m_class);
        m_class->clear();
        m_class->addItem(tr("Of the finding"), -1);
        for (int i = 0; i < words.size(); ++i)
            m_class->addItem(words[i], i);
    }
    if (before != -1)
        Q_EMIT classChosen(-1);
}

int OverlayControls::chosenClass() const
{
    const QVariant chosen = m_class->currentData();
    return chosen.isValid() ? chosen.toInt() : -1;
}

void OverlayControls::setShown(const QString& title, const std::optional<SaliencyGrade>& grade)
{
    setPlainText(m_shown, title);
    m_isLow = grade && grade->level == SaliencyGrade::Level::Low;
    m_grade->clear();
    if (m_isLow)
        m_grade->addWarning(grade->words);
    else if (grade)
        m_grade->addInformation(grade->words);
    m_grade->setVisible(grade.has_value());
    showLegend();
}

void OverlayControls::showLegend()
{
    m_legend->setColourMap(m_isLow
                               ? ColourMap::Grey
                               : choiceOf(colourMapNames(), m_colours->currentData().toString()));
}

void OverlayControls::readSettings()
{
    const bool visible = m_settings.value(Setting::OverlayVisible).toBool();
    const int percent = m_settings.value(Setting::OverlayOpacity).toInt();
    const QString method = m_settings.value(Setting::SaliencyMethod).toString();
    const auto onlyLayer = onlyLayerOf(choiceOf(saliencyMethodNames(), method));
    m_visible->setChecked(visible);
    m_opacity->setValue(percent);
    m_percent->setText(tr("%1 %").arg(percent));
    choose(m_method, method);
    {
        // The layer shown for a method with one layer is no choice of the user's.
        const QSignalBlocker blocker(m_layer);
        if (onlyLayer)
            m_layer->setCurrentIndex(*onlyLayer == SaliencyLayer::Last ? 0 : 1);
        else
            choose(m_layer, m_settings.value(Setting::SaliencyLayer).toString());
    }
    choose(m_style, m_settings.value(Setting::OverlayStyle).toString());
    choose(m_colours, m_settings.value(Setting::ColourMap).toString());
    showLegend();
    for (QWidget* control : {static_cast<QWidget*>(m_method), static_cast<QWidget*>(m_class),
                             static_cast<QWidget*>(m_style), static_cast<QWidget*>(m_colours),
                             static_cast<QWidget*>(m_opacity)})
        control->setEnabled(visible);
    m_layer->setEnabled(visible && !onlyLayer);
}

} // namespace ccad
