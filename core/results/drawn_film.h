// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <vector>

namespace ccad::results {

/// A colour picture: red, green and blue interleaved, row-major.
struct ColourPicture
{
    int columns = 0;
    int rows = 0;
    std::vector<std::uint8_t> rgb; ///< 3 x columns x rows
};

/// The picture that several objects of a film are made of, drawn for whoever asks first. Of a copy
/// nothing is drawn yet: what it stands for may be changed in between.
class DrawnFilm
{
public:
    DrawnFilm() = default;
    DrawnFilm(const DrawnFilm& /*other*/) { }
    DrawnFilm& operator=(const DrawnFilm&) = delete;
    ~DrawnFilm() = default;

    /// For any number of threads; `draw` is called once.
    [[nodiscard]] const ColourPicture& get(const std::function<ColourPicture()>& draw) const
    {
        std::call_once(m_once, [this, &draw] { m_picture = draw(); });
        return m_picture;
    }

private:
    mutable std::once_flag m_once;
    mutable ColourPicture m_picture;
};

} // namespace ccad::results
