// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/decoder.h"
#include "core/lungs/preprocessor_for.h"

int main()
{
    return ccad::serveAsDecoder([](const ccad::PreprocessSpec& spec, const QString& lungFolder) {
        return ccad::preprocessorFor(spec, lungFolder);
    });
}
