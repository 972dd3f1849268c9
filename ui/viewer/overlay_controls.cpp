// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/overlay_controls.h"

#include "ui/settings/settings.h"
#include "ui/viewer/overlay_image.h"
#include "ui/widgets/colour_bar.h"
#include "ui/widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>

namespace ccad {

OverlayControls::OverlayControls(Settings& settings, QWidget* parent)
    : QWidget(parent), m_settings(settings),
      m_visible(new QCheckBox(tr("Show where the model looked"), this)),
      m_opacity(new QSlider(Qt::Horizontal, this)), m_percent(new QLabel(this)),
      m_colours(new QComboBox(this)), m_legend(new ColourBar(this))
{
    setAccessibleName(tr("Overlay"));
    m_visible->setAccessibleName(m_visible->text());
    m_visible->setToolTip(tr("Show or hide the overlay (O). Hold Tab to hide it for a moment."));
    connect(m_visible, &QCheckBox::toggled, &m_settings,
            [this](bool on) { m_settings.setValue(Setting::OverlayVisible, on); });

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::medium);
    layout->addWidget(m_visible);
    layout->addWidget(makeOpacityRow());
    layout->addWidget(makeColourRow());
    layout->addWidget(m_legend);
    readSettings();
    connect(&m_settings, &Settings::changed, this, &OverlayControls::readSettings);
}

QWidget* OverlayControls::makeOpacityRow()
{
    m_opacity->setRange(0, 100);
    m_opacity->setPageStep(10);
    m_opacity->setAccessibleName(tr("Opacity of the overlay"));
    m_opacity->setToolTip(tr("Opacity of the overlay ([ and ])"));
    connect(m_opacity, &QSlider::valueChanged, &m_settings,
            [this](int percent) { m_settings.setValue(Setting::OverlayOpacity, percent); });
    m_percent->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_percent->setMinimumWidth(m_percent->fontMetrics().horizontalAdvance(tr("100 %")));
    m_percent->setAccessibleName(tr("Opacity in percent"));

    auto* row = new QWidget(this);
    row->setAccessibleName(tr("Opacity"));
    auto* caption = new QLabel(tr("Opacity"), row);
    caption->setBuddy(m_opacity);
    caption->setAccessibleName(caption->text());
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::medium);
    layout->addWidget(caption);
    layout->addWidget(m_opacity, 1);
    layout->addWidget(m_percent);
    return row;
}

QWidget* OverlayControls::makeColourRow()
{
    for (const ColourMapName& name : colourMapNames())
        m_colours->addItem(name.title, name.key);
    m_colours->setAccessibleName(tr("Colours of the overlay"));
    m_colours->setToolTip(tr("Colours of the overlay"));
    connect(m_colours, &QComboBox::currentIndexChanged, &m_settings, [this](int index) {
        m_settings.setValue(Setting::ColourMap, m_colours->itemData(index));
    });

    auto* row = new QWidget(this);
    row->setAccessibleName(tr("Colours"));
    auto* caption = new QLabel(tr("Colours"), row);
    caption->setBuddy(m_colours);
    caption->setAccessibleName(caption->text());
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::medium);
    layout->addWidget(caption);
    layout->addWidget(m_colours, 1);
    return row;
}

void OverlayControls::readSettings()
{
    const bool visible = m_settings.value(Setting::OverlayVisible).toBool();
    const int percent = m_settings.value(Setting::OverlayOpacity).toInt();
    const QString colours = m_settings.value(Setting::ColourMap).toString();
    m_visible->setChecked(visible);
    m_opacity->setValue(percent);
    m_percent->setText(tr("%1 %").arg(percent));
    m_colours->setCurrentIndex(std::max(0, m_colours->findData(colours)));
    m_legend->setColourMap(colourMapOf(colours));
    m_opacity->setEnabled(visible);
    m_colours->setEnabled(visible);
}

} // namespace ccad
