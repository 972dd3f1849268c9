// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/window_presets.h"

#include "core/imaging/display_lut.h"

#include <QCoreApplication>

#include <algorithm>

namespace ccad {

namespace {

constexpr size_t mostPresets = 10;

struct PresetRange
{
    const char* title;
    double black; ///< in parts of the automatic window
    double white;
};

constexpr PresetRange ranges[] = {
    {QT_TRANSLATE_NOOP("ccad::WindowPresets", "Lungs"), 0, 0.6},
    {QT_TRANSLATE_NOOP("ccad::WindowPresets", "Mediastinum"), 0.4, 1},
    {QT_TRANSLATE_NOOP("ccad::WindowPresets", "Bones"), 0.55, 1.15},
    {QT_TRANSLATE_NOOP("ccad::WindowPresets", "Soft Contrast"), -0.25, 1.25},
    {QT_TRANSLATE_NOOP("ccad::WindowPresets", "Hard Contrast"), 0.2, 0.8},
};

QString translated(const char* text)
{
    return QCoreApplication::translate("ccad::WindowPresets", text);
}

VoiWindow windowOf(const VoiWindow& automatic, const PresetRange& range, bool inverted)
{
    // Inverted pictures show their high values dark.
    const double low = inverted ? 1 - range.white : range.black;
    const double high = inverted ? 1 - range.black : range.white;
    VoiWindow window = automatic;
    window.name.clear();
    window.center = automatic.center + ((low + high) / 2 - 0.5) * automatic.width;
    window.width = automatic.width * (high - low);
    if (window.function == VoiFunction::Linear)
        window.width = std::max(1.0, window.width);
    return window;
}

QString titleOf(const Voi& voi)
{
    if (const auto* table = std::get_if<VoiTable>(&voi))
        return table->name.isEmpty()
            ? translated(QT_TRANSLATE_NOOP("ccad::WindowPresets", "VOI LUT"))
            : table->name;
    const auto& window = std::get<VoiWindow>(voi);
    if (!window.name.isEmpty())
        return window.name;
    return translated(QT_TRANSLATE_NOOP("ccad::WindowPresets", "Width %1, Level %2"))
        .arg(window.width)
        .arg(window.center);
}

} // namespace

std::vector<WindowPreset> windowPresets(const Radiograph& radiograph, const VoiWindow& automatic)
{
    std::vector<WindowPreset> presets
        = {{translated(QT_TRANSLATE_NOOP("ccad::WindowPresets", "Automatic")), automatic}};
    for (const Voi& voi : radiograph.vois)
        presets.push_back({titleOf(voi), voi});
    for (const PresetRange& range : ranges)
        presets.push_back(
            {translated(range.title), windowOf(automatic, range, radiograph.inverted)});
    presets.resize(std::min(presets.size(), mostPresets - 1));
    presets.push_back({translated(QT_TRANSLATE_NOOP("ccad::WindowPresets", "Full Range")),
                       fullRangeWindow(radiograph)});
    return presets;
}

} // namespace ccad
